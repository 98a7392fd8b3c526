#!/usr/bin/env bash
# Makes a git repository with a plan and a branch that changes it, to try a review on:
#
#     examples/review/make.sh /tmp/review && cd /tmp/review
#     zbb diff main...call-back
#
# It is the same every time, to the ids of the commits.
set -euo pipefail

target="${1:?name the folder to make}"
hotline="$(cd "$(dirname "${BASH_SOURCE[0]}")/../hotline" && pwd)/plan.zbb"

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
hour=9

# Commits everything as somebody, an hour after the last commit.
commit() {
    local name="$1" message="$2" date
    date="$(printf '2026-11-02T%02d:00:00Z' "$hour")"
    hour=$((hour + 1))
    git add --all
    GIT_AUTHOR_NAME="$name" GIT_AUTHOR_EMAIL="${name,,}@example.org" GIT_AUTHOR_DATE="$date" \
        GIT_COMMITTER_NAME="$name" GIT_COMMITTER_EMAIL="${name,,}@example.org" GIT_COMMITTER_DATE="$date" \
        git commit --quiet --message "$message"
}

# Puts a text in the place of another in plan.zbb, which has to be there.
change() {
    local before="$1" after="$2" plan
    plan="$(< plan.zbb)"
    [[ "$plan" == *"$before"* ]] || { echo "plan.zbb does not say: $before" >&2; exit 1; }
    printf '%s\n' "${plan/"$before"/"$after"}" > plan.zbb
}

mkdir -p "$target"
cd "$target"
git init --quiet --initial-branch=main --object-format=sha1
git config core.autocrlf false

cp "$hotline" plan.zbb
commit Ada "Plan the hotline"

cat > guide.zbb <<'PLAN'
package guide "Answer the ten most asked questions on a page" {
  department: service
  owner: lead
  serves: [help.asking.phone]
  justification: "A third of all calls ask one of ten questions (call log 2026, sample of 400)."
  consequence: "The queue grows with every new customer."
  level page "One page, kept by the team" {
    cost software: 18k EUR from 2027-02
    effect csat: +1pp after 2 months evidence benchmark
  }
  alternative brochure "A printed brochure" {
    cost software: 9k EUR
    rejected: "Half of it is out of date within the year."
  }
}
PLAN
change "ranking board { phone.weekdays, phone.weekends }" "ranking board {
  phone.weekdays
  phone.weekends
  guide.page
}"
commit Ada "Answer the most asked questions on a page"

git checkout --quiet -b call-back
change "cost salaries: 3 agent * 48k" "cost salaries: 3 agent * 50k"
commit Grace "Pay what agents cost since the agreement of October"

change "  phone.weekends
  guide.page" "  guide.page
  phone.weekends"
commit Grace "Put the page before the weekends: it pays sooner"

cat > call_back.zbb <<'PLAN'
package call_back "Call back whoever hangs up" {
  department: service
  owner: lead
  serves: [help.asking.phone]
  justification: "Of those who hang up, six of ten call again within the hour (call log 2026)."
  consequence: "They wait twice."
  level offer "Offer it after two minutes" {
    cost software: 12k EUR from 2027-03
    effect csat: +2pp after 1 month evidence experiment
  }
  alternative message "Take a message" {
    cost software: 4k EUR
    rejected: "Nobody left one in the trial."
  }
}
PLAN
change "  guide.page
" "  guide.page
  call_back.offer
"
commit Grace "Call back whoever hangs up"

change "Four of ten callers hang up unanswered (call log 2026, 78,000 calls)." \
    "Four of ten callers hang up unanswered, five of ten on Mondays (call log 2026, 78,000 calls)."
commit Grace "Say when most callers hang up"

# Meanwhile the plan goes on: a review shows what the branch did, not this.
git checkout --quiet main
change "The queue stays at eleven minutes." "The queue stays at eleven minutes, and at twenty on Mondays."
commit Ada "Say what happens on Mondays"
