#!/usr/bin/env bash
# Checks a plan: its findings as annotations, its format, and its plan file where it keeps one. All of it is run before it
# fails. Takes PLAN, DENY_WARNINGS (yes, no) and FORMAT (yes, no).
set -euo pipefail

failed=0

# Runs a part of the check. What stands in a plan is no command to the runner, even if it looks like one; only the
# annotations of `zbb check` are.
part() {
    local code=0 silence
    silence="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
    echo "::group::$1 $2"
    [[ "$2" == check ]] || echo "::stop-commands::$silence"
    "$@" 2>&1 || code=$?
    [[ "$2" == check ]] || echo "::$silence::"
    echo "::endgroup::"
    if ((code != 0)); then
        failed=1
        echo "::error::\`$1 $2\` failed"
    fi
}

check=(zbb check --format github)
if [[ "$DENY_WARNINGS" == yes ]]; then
    check+=(--deny warnings)
fi
part "${check[@]}" -- "$PLAN"

if [[ "$FORMAT" == yes ]]; then
    part zbb fmt --check -- "$PLAN"
fi

folder="$PLAN"
[[ -d "$folder" ]] || folder="$(dirname -- "$PLAN")"
if [[ -e "$folder/plan.lock" ]]; then
    part zbb plan --locked -- "$PLAN"
fi

exit "$failed"
