#!/usr/bin/env bash
# Builds zbb from the sources this action came with, unless the build of an earlier run was kept, and puts it on the PATH of
# the steps that follow. Takes SOURCES (their digest; nothing where zbb is there already).
set -euo pipefail

[[ -n "${SOURCES:-}" ]] || exit 0
root="$RUNNER_TEMP/zbb"
if ! [[ -x "$root/bin/zbb" || -x "$root/bin/zbb.exe" ]]; then
    sources="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)"
    cargo install --locked --quiet --path "$sources" --root "$root"
fi
echo "$root/bin" >> "$GITHUB_PATH"
