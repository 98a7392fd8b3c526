#!/usr/bin/env bash
# Finds zbb and puts it on the PATH of the steps that follow; where there is none, the output `sources` is a digest of the
# sources this action came with, which tells one build from another. Takes ZBB (a path, or nothing).
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
    cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
    digest() { if command -v sha256sum > /dev/null; then sha256sum; else shasum -a 256; fi; }
    all="$(find Cargo.toml Cargo.lock src grammar -type f | LC_ALL=C sort | while IFS= read -r file; do
        printf '%s\n' "$file"
        cat -- "$file"
    done | digest)"
    echo "sources=${all%% *}" >> "$GITHUB_OUTPUT"
fi
