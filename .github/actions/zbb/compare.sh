#!/usr/bin/env bash
# Compares a plan with what it will be merged into, into the summary of the run and into a file whose path is the output
# `difference`; the output `changed` says whether there is anything to see (yes, no). Takes PLAN, BASE (a revision; where
# it is empty, that of the pull request) and what GitHub gives every run. On a push there is nothing to compare with.
set -euo pipefail

# What the event says of the pull request; nothing where it is of another.
event() {
    jq -r "$1 // empty" "${GITHUB_EVENT_PATH:-/dev/null}" 2> /dev/null || true
}

base="${BASE:-}"
from=(--merge-base)
if [[ -z "$base" ]]; then
    base="$(event .pull_request.base.sha)"
    head="$(event .pull_request.head.sha)"
    [[ -n "$base" ]] || exit 0
    # The checkout of a pull request is the commit that would merge it. Its first parent is what it would be merged into:
    # against that stands what the pull request does, and nothing that others did meanwhile.
    if [[ -n "$head" && "$(git rev-parse --verify --quiet 'HEAD^2' || true)" == "$head" ]]; then
        base="HEAD^1"
        from=()
    fi
fi

difference="$RUNNER_TEMP/zbb-difference.md"
said="$RUNNER_TEMP/zbb-difference.txt"
code=0
zbb diff "${from[@]}" --plan "$PLAN" --exit-code --format markdown -- "$base" > "$difference" 2> "$said" || code=$?

changed=yes
if ((code == 0)); then
    changed=no
elif ((code != 1)); then
    # A plan with errors has no meaning to compare: what is wrong is said instead.
    {
        echo "# What the plan changes cannot be told yet"
        echo
        echo '````text'
        head -c 8192 "$said" | tr -d '`\r'
        echo '````'
    } > "$difference"
fi

cat "$difference" >> "$GITHUB_STEP_SUMMARY"
printf 'difference=%s\nchanged=%s\n' "$difference" "$changed" >> "$GITHUB_OUTPUT"
