#!/usr/bin/env bash
# Thirty changes that people make to a plan, each with what a reviewer is told of it:
#
#     examples/review/repertoire.sh            # zbb on the PATH, or ZBB=target/debug/zbb
#
# It makes its repositories in a temporary folder, and fails where something else is told.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
zbb="${ZBB:-zbb}"
[[ "$zbb" != */* ]] || zbb="$(cd "$(dirname "$zbb")" && pwd)/$(basename "$zbb")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 NO_COLOR=1 COLUMNS=200
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
export GIT_AUTHOR_DATE=2026-11-02T09:00:00Z GIT_COMMITTER_DATE=2026-11-02T09:00:00Z
failed=0
count=0

# A fresh repository with the plan of the clinic in `plan/`, on a branch `change`.
fresh() {
    name="$1"
    count=$((count + 1))
    cd "$work"
    rm -rf repo
    git init --quiet --initial-branch=main repo
    cd repo
    mkdir plan
    cp "$root/tests/cases/diff/base.zbb" plan/plan.zbb
    git add --all
    git commit --quiet --message "Plan the clinic"
    git checkout --quiet -b change
}

# Puts a text in the place of another in plan/plan.zbb, wherever it stands.
edit() {
    local text
    text="$(< plan/plan.zbb)"
    [[ "$text" == *"$1"* ]] || { echo "$name: the plan does not say: $1" >&2; exit 1; }
    printf '%s\n' "${text//"$1"/$2}" > plan/plan.zbb
}

commit() {
    git add --all
    git commit --quiet --message "${1:-Change it}"
}

# What is told, in one line and without markup; its exit code.
told=""
code=0
diff_of() {
    code=0
    told="$("$zbb" diff "$@" 2>&1)" || code=$?
    told="$(sed -E -e 's/<del>/[-/g; s/<\/del>/-]/g; s/<ins>/{+/g; s/<\/ins>/+}/g; s/<[^>]*>/ /g; s/\*\*: / /g; s/ — / /g' \
        -e 's/[`\\*|]//g; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' <<< "$told" | tr -s ' \n' ' ')"
}

# Commits what there is, and compares it with the branch it came from: on a terminal, in a comment and on a page.
tells() {
    local form
    git diff --quiet HEAD -- && [[ -z "$(git status --porcelain)" ]] || commit
    for form in terminal markdown html; do
        diff_of main...HEAD --plan "${plan:-plan}" --format "$form"
        on_page=""
        [[ "$form" != html ]] || on_page=yes
        expect 0 "$@"
    done
    on_page=""
}

# A page names things by their titles.
titled() {
    sed -e 's/level reception\.second_desk title/level Two desks at the door: Another desk title/' \
        -e 's/reception\.second_desk/Two desks at the door: A second desk/' \
        -e 's/reception\.third_desk/Two desks at the door: A third desk at eight/' \
        -e 's/package reception /package Two desks at the door /' \
        -e 's/booking\.minimum/Book online: Change a date/' -e 's/booking\.enhanced/Book online: Book a date/' \
        -e 's/package calendar /package Book online /' -e 's/kpi content /kpi Satisfaction /' \
        -e 's/csat meets/Satisfaction meets/' \
        -e 's/signs\.all/Signs in three languages/' -e 's/package signs /package Signs in three languages /' <<< "$1"
}

on_page=""
expect() {
    local right="$1" words
    shift
    [[ "$code" == "$right" ]] || wrong "exit code $code, not $right"
    if [[ "$on_page" ]]; then
        told="$(sed -e 's/[“”]//g' -e 's/−/-/g' <<< "$told")"
    fi
    for words in "$@"; do
        [[ -z "$on_page" ]] || words="$(titled "$words")"
        case "$words" in
            '!'*) [[ "$told" != *"${words#!}"* ]] || wrong "tells: ${words#!}" ;;
            *) [[ "$told" == *"$words"* ]] || wrong "does not tell: $words" ;;
        esac
    done
}

# Lets git merge plans as zbb does.
use_driver() {
    git config merge.zbb.driver "$zbb merge --marker-size %L -- %O %A %B %P"
    echo '*.zbb merge=zbb' > .git/info/attributes
}

# Merges what is for people to decide; what is told is the file as it is left to them.
conflicts() {
    use_driver
    git merge main > "$work/said" 2>&1 && wrong "it merges, though nobody has decided"
    told="$(tr -d '\`' < plan/plan.zbb)"
    code=0
}

wrong() {
    failed=1
    printf '%s: %s\n  %s\n' "$name" "$1" "$told" >&2
}

fresh "a title"
edit '"A second desk"' '"Another desk"'
tells "what the plan comes to is as before; only what it says changed" "level reception.second_desk title"

fresh "a driver"
edit "value: 60k EUR" "value: 66k EUR"
tells "driver wage is 66,000 EUR/nurse/year, was 60,000 EUR/nurse/year" "✗ 1 level loses funding"

fresh "a package gets another name"
edit "package booking " "package calendar "
edit "booking." "calendar."
edit "[booking]" "[calendar]"
tells "package calendar renamed" "what the plan comes to is as before" "!gains funding"

fresh "a KPI that is used everywhere gets another name"
edit "csat" "content"
edit "kind: content" "kind: csat"
tells "kpi content renamed" "what the plan comes to is as before" "!effect csat" "!effect content"

fresh "the file is split"
sed -n '/^package booking/,$p' plan/plan.zbb > plan/rest.zbb
sed -i '/^package booking/,$d' plan/plan.zbb
tells "both mean the same"

fresh "a move in the ranking"
edit "  records.shared
  reception.third_desk" "  reception.third_desk
  records.shared"
tells "ranking board: reception.third_desk moved up from 4 to 3" "!is new"

fresh "two moves"
edit "  reception.second_desk
  booking.minimum
  records.shared
  reception.third_desk
  booking.enhanced" "  booking.minimum
  reception.second_desk
  records.shared
  booking.enhanced
  reception.third_desk"
tells "ranking board: " "from 5 to 4"

fresh "delete against edit"
git checkout --quiet main
edit "cost software: 20k EUR in 2027-05" "cost software: 21k EUR in 2027-05"
commit
git checkout --quiet change
edit '  level enhanced "Book a date" {
    cost software: 20k EUR in 2027-05
    effect csat: +1pp after 2 months evidence judgement
  }
' ""
edit "
  booking.enhanced" ""
commit
conflicts
expect 0 "<<<<<<<" "21k EUR" ">>>>>>>"

fresh "moved to another file against removed"
sister='role sister "Ward sister" {
  person: "Maria"
}'
printf '%s\n' "$sister" >> plan/plan.zbb
commit
git checkout --quiet -B main
edit "$sister" ""
edit "budget: 160k EUR" "budget: 170k EUR"
commit
git checkout --quiet change
edit "$sister" ""
edit '"A second desk"' '"Another desk"'
printf '%s\n' "$sister" > plan/people.zbb
commit
conflicts
expect 0 'role sister: moved to plan/people.zbb in ours, removed in theirs: remove it from plan/people.zbb too' "<<<<<<<"
git merge --abort
# The other way round.
git checkout --quiet main
git merge change > "$work/said" 2>&1 && wrong "it merges, though what one side removes stands in another file"
told="$(tr -d '\`' < plan/plan.zbb)"
expect 0 'role sister: removed in ours, moved to plan/people.zbb in theirs'

fresh "moved to another file against removed, and nothing else"
printf '%s\n' "$sister" >> plan/plan.zbb
commit
git checkout --quiet -B main
edit "$sister" ""
commit
git checkout --quiet change
git checkout --quiet main plan/plan.zbb
printf '%s\n' "$sister" > plan/people.zbb
commit
use_driver
# Both sides have the same file, so git asks nobody: what is merged has the role, and the difference says so.
git merge main > "$work/said" 2>&1 || wrong "git merges two files that are the same"
told="$("$zbb" diff main --plan plan 2>&1 | tr -s ' \n' ' ')" || true
code=0
expect 0 "role sister" "new"

fresh "a tenth less budget"
edit "budget: 160k EUR" "budget: 144k EUR"
tells "budget 144,000.00 EUR 16,000.00 less (-10%)" "reception.third_desk loses funding: the budget is 16,000.00 lower"

fresh "a new package"
cat >> plan/plan.zbb <<'PLAN'
package signs "Signs in three languages" {
  department: desk
  owner: nurse_lead
  objective: calm
  serves: [visit.arriving.reception]
  justification: "One visitor in five asks for the way twice (count, 2026-10, n = 400)."
  consequence: "The desk explains the way."
  level all "At every corner" {
    cost software: 4k EUR in 2027-02
    effect csat: +1pp after 1 month evidence history
  }
  alternative people "Somebody who shows the way" { cost salaries: 30k EUR in 2027-01, rejected: "One at a time." }
}
PLAN
edit "  booking.enhanced
}" "  booking.enhanced
  signs.all
}"
tells "✓ signs.all gains funding: it is new" "package signs new" "ranking board: signs.all is new, at 6"

fresh "an owner"
edit "  department: desk
  owner: nurse_lead" "  department: desk
  owner: director"
tells "package reception owner [-nurse_lead-]{+director+}" "only what it says changed"

fresh "a target that is lowered until it is met"
edit "target: 78% by 2027-12" "target: 71% by 2027-12"
tells "✗ the target of csat gives way: 71% by 2027-12, was 78% by 2027-12, and is met now" "✓ csat meets its target now"

fresh "next year"
edit "2027-" "2028-"
tells "the plan moves from 2027-01 .. 2027-12 to 2028-01 .. 2028-12" "not moved: benchmark csat \"Clinics of the region\" as_of (2026-06)" \
    "what the plan comes to is as before" "!gains funding" "!loses funding"

fresh "another order of declarations"
{ sed -n '/^criterion/,$p' plan/plan.zbb; sed '/^criterion/,$d' plan/plan.zbb; } > plan/other.zbb
rm plan/plan.zbb
tells "both mean the same"

fresh "another layout"
sed -i 's/^  */    /; s/60k EUR/60_000 EUR/' plan/plan.zbb
tells "both mean the same"

fresh "a conflict in numbers"
git checkout --quiet main
edit "budget: 160k EUR" "budget: 170k EUR"
commit
git checkout --quiet change
edit "budget: 160k EUR" "budget: 150k EUR"
commit
conflicts
expect 0 "160k EUR" "170k EUR" "150k EUR"

fresh "CRLF"
sed -i 's/$/\r/' plan/plan.zbb
tells "both mean the same"

fresh "from a subfolder"
edit "budget: 160k EUR" "budget: 144k EUR"
commit
mkdir plan/deep
cd plan
diff_of main...HEAD
expect 0 "16,000.00 less (-10%)"
cd ..

fresh "two plans in one repository"
git checkout --quiet main
mkdir second
sed 's/^plan clinic/plan other/' plan/plan.zbb > second/plan.zbb
commit
git checkout --quiet -B change
sed -i 's/160k EUR/144k EUR/' second/plan.zbb
commit
plan=second tells "16,000.00 less (-10%)"
plan=plan tells "both mean the same"
diff_of main...HEAD
expect 2 "these folders are plans of their own: name one, --plan plan or --plan second"

fresh "a submodule"
git init --quiet --initial-branch=main "$work/whole"
(cd "$work/whole" && git -c protocol.file.allow=always submodule --quiet add "$work/repo" sub && git commit --quiet -m sub)
code=0
told="$(cd "$work/whole" && "$zbb" diff HEAD --plan sub 2>&1)" || code=$?
expect 0 "both mean the same"
rm -rf "$work/whole"

fresh "a worktree"
edit "budget: 160k EUR" "budget: 144k EUR"
commit
git worktree add --quiet "$work/tree" main
code=0
told="$(cd "$work/tree" && "$zbb" diff change --plan plan 2>&1 | tr -s ' \n' ' ')" || code=$?
expect 0 "16,000.00 more (+11%)"
rm -rf "$work/tree"

fresh "a shallow clone"
edit "budget: 160k EUR" "budget: 144k EUR"
commit
git clone --quiet --depth 1 --branch change "file://$work/repo" "$work/shallow"
code=0
told="$(cd "$work/shallow" && "$zbb" diff HEAD~1 --plan plan 2>&1)" || code=$?
expect 2 "this clone has only part of the history" "fetch-depth"
rm -rf "$work/shallow"

fresh "a rebase"
use_driver
edit "cost software: 30k EUR" "cost software: 31k EUR"
commit
git checkout --quiet main
edit "cost software: 40k EUR" "cost software: 41k EUR"
commit
git checkout --quiet change
git rebase --quiet main
tells "booking.minimum" "!41,000.00 EUR +1,000.00"

fresh "a cherry-pick"
use_driver
edit "cost software: 30k EUR" "cost software: 31k EUR"
commit
git checkout --quiet main
edit "30k EUR in 2027-02" "30k EUR in 2027-03"
edit "cost software: 40k EUR" "cost software: 41k EUR"
commit
if git cherry-pick change > "$work/said" 2>&1; then
    wrong "the same line said in two ways is not for git to decide"
else
    git cherry-pick --abort
fi
git checkout --quiet -B main HEAD~1
git cherry-pick change > "$work/said" 2>&1 || wrong "a change that meets nothing is picked"
diff_of change main --plan plan
expect 0 "both mean the same"

fresh "a revert"
edit "budget: 160k EUR" "budget: 144k EUR"
commit
git revert --no-edit HEAD > "$work/said"
tells "both mean the same"

fresh "an octopus"
for branch in one two; do
    git checkout --quiet -b "$branch" main
    if [[ "$branch" == one ]]; then edit "30k EUR in" "31k EUR in"; else edit "20k EUR in" "21k EUR in"; fi
    commit
done
git checkout --quiet change
git merge --quiet --no-edit one two > "$work/said" 2>&1 || wrong "git merges three branches"
tells "booking.minimum" "booking.enhanced"

fresh "binary junk"
head -c 4096 /dev/urandom > plan/junk.zbb
commit
diff_of main...HEAD --plan plan
expect 2 "cannot be compared"

fresh "a plan that is new"
mkdir second
sed 's/^plan clinic/plan other/' plan/plan.zbb > second/plan.zbb
plan=second tells "all of it is new" "budget 160,000.00 EUR" "4 of 5 levels"

fresh "a plan that has moved"
git mv plan plans
plan=plans tells "in plan →" "both mean the same"

fresh "a plan that is gone"
git rm --quiet -r plan
tells "all of it is gone" "budget 160,000.00 EUR"

fresh "a plan that was broken"
git checkout --quiet main
edit "policy: skip" "policy: skipp"
commit
git checkout --quiet -B change
edit "policy: skipp" "policy: skip"
tells "has errors and comes to nothing: this is what it comes to now" "4 of 5 levels"

if ((failed)); then
    exit 1
fi
echo "$count changes are told as they are"
