#!/usr/bin/env bash
# Compares a plan with what it was where the branch began, into the summary of the run and into a file whose path is the
# output `difference`. Takes PLAN and BASE (a revision; without one, as on a push, there is nothing to compare with).
set -euo pipefail

if [[ -z "${BASE:-}" ]]; then
    exit 0
fi

difference="$RUNNER_TEMP/zbb-difference.md"
said="$RUNNER_TEMP/zbb-difference.txt"
code=0
zbb diff --merge-base --plan "$PLAN" --format markdown -- "$BASE" > "$difference" 2> "$said" || code=$?

if ((code != 0)); then
    # A plan with errors has no meaning to compare: what is wrong is said instead.
    {
        echo "# The plan cannot be compared"
        echo
        echo '````text'
        head -c 8192 "$said" | tr -d '`\r'
        echo '````'
    } > "$difference"
fi

cat "$difference" >> "$GITHUB_STEP_SUMMARY"
echo "difference=$difference" >> "$GITHUB_OUTPUT"
