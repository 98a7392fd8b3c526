#!/usr/bin/env bash
# Finds zbb, or builds it from the sources this action came with, and puts it on the PATH of the steps that follow.
# Takes ZBB (a path, or nothing).
set -euo pipefail

# There a pull request from a fork would run beside a token that can write.
if [[ "${GITHUB_EVENT_NAME:-}" == pull_request_target ]]; then
    echo "::error::run this on \`pull_request\`, not on \`pull_request_target\`"
    exit 1
fi

if [[ -n "${ZBB:-}" ]]; then
    # A relative path counts from the workspace, where this runs.
    folder="$(cd "$(dirname "$ZBB")" && pwd)"
    [[ -x "$folder/zbb" ]] || { echo "::error::there is no program \`$folder/zbb\`"; exit 1; }
    echo "$folder" >> "$GITHUB_PATH"
elif ! command -v zbb > /dev/null; then
    sources="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)"
    cargo install --locked --quiet --path "$sources" --root "$RUNNER_TEMP/zbb"
    echo "$RUNNER_TEMP/zbb/bin" >> "$GITHUB_PATH"
fi
