#!/usr/bin/env bash
# Shows a difference in one comment of a pull request: writes it the first time, edits it from then on. Where nothing
# changed it writes none, and an earlier one says so. In a run from a fork, which must not be given a token that can write,
# it only says so in the summary.
# Takes PLAN, DIFFERENCE (a file), CHANGED (yes, no), AUTHOR and TOKEN, and what GitHub gives every run.
set -euo pipefail

number="$(jq -r '.pull_request.number // empty' "$GITHUB_EVENT_PATH")"
if [[ -z "$number" ]]; then
    echo "this run is about no pull request: nothing to comment on"
    exit 0
fi

head="$(jq -r '.pull_request.head.repo.full_name // empty' "$GITHUB_EVENT_PATH")"
if [[ "$head" != "$GITHUB_REPOSITORY" ]]; then
    printf '\n> This pull request comes from a fork: the difference is shown here, and not in a comment.\n' \
        >> "$GITHUB_STEP_SUMMARY"
    exit 0
fi

# The token goes in on standard input: what stands on a command line, every process can read.
api() {
    local method="$1" url="$2"
    shift 2
    printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" |
        curl --silent --show-error --fail-with-body --retry 2 --max-time 60 --request "$method" --config - \
            --header "Accept: application/vnd.github+json" --header "X-GitHub-Api-Version: 2022-11-28" "$@" "$url"
}

# Each plan of a repository has a comment of its own, known by its first line.
marker="<!-- zbb -->"
if [[ "$PLAN" != . ]]; then
    name="$(printf '%s' "$PLAN" | tr -c '[:alnum:]_./-' '_' | sed 's/--*/-/g')"
    marker="<!-- zbb $name -->"
fi

comments="$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues/$number/comments"

# The id of the comment that is there, page after page.
find_comment() {
    local page answer id
    for page in $(seq 1 50); do
        answer="$(api GET "$comments?per_page=100&page=$page")" || return 1
        id="$(jq -r --arg marker "$marker" --arg author "$AUTHOR" \
            '[.[] | select(.user.login == $author and (.body | startswith($marker)))][0].id // empty' <<< "$answer")"
        if [[ -n "$id" || "$(jq length <<< "$answer")" -lt 100 ]]; then
            printf '%s' "$id"
            return 0
        fi
    done
}

body="$RUNNER_TEMP/zbb-comment.json"
{ printf '%s\n' "$marker"; cat "$DIFFERENCE"; } | jq --raw-input --slurp '{ body: . }' > "$body"

write() {
    local id
    id="$(find_comment)" || return 1
    if [[ -z "$id" && "$CHANGED" == no ]]; then
        echo "nothing changed: there is nothing to comment on"
    elif [[ -n "$id" ]]; then
        api PATCH "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues/comments/$id" --data-binary "@$body" > /dev/null
    else
        api POST "$comments" --data-binary "@$body" > /dev/null
    fi
}

if ! write; then
    echo "::warning::the comment could not be written; the job needs \`permissions: { pull-requests: write }\`"
fi
