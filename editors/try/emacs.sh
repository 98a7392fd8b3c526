#!/usr/bin/env bash
# Emacs in batch with the mode: bash editors/try/emacs.sh
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v emacs > /dev/null; then
  echo "NOT TRIED: Emacs is not on the path" >&2
  exit 0
fi
cp "$here/../examples/hotline/plan.zbb" "$work/plan.zbb"
EDITORS=$here PLAN=$work/plan.zbb timeout 60 emacs -Q --batch --load "$here/try/emacs.el"
echo "Emacs: mode, colours, indents"
