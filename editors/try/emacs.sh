#!/usr/bin/env bash
# Emacs in batch with the mode, and with eglot and the server: bash editors/try/emacs.sh PATH_TO_ZBB
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
ZBB=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v emacs > /dev/null; then
  echo "NOT TRIED: Emacs is not on the path" >&2
  exit 0
fi
cp "$here/../examples/hotline/plan.zbb" "$work/plan.zbb"
mkdir "$work/bin" "$work/home"
ln -s "$ZBB" "$work/bin/zbb"
# Emacs 28 has no eglot: Debian's is unpacked beside it, nothing is installed.
lisp=
if ! emacs -Q --batch --eval '(unless (locate-library "eglot") (kill-emacs 1))' > /dev/null 2>&1 \
  && command -v dpkg > /dev/null && (cd "$work" && apt-get download elpa-eglot elpa-project elpa-xref elpa-seq) > /dev/null 2>&1; then
  for package in "$work"/*.deb; do dpkg -x "$package" "$work/unpacked"; done
  lisp=$(printf '%s:' "$work"/unpacked/usr/share/emacs/site-lisp/elpa-src/*)
fi
HOME=$work/home EDITORS=$here LISP=$lisp PLAN=$work/plan.zbb PATH=$work/bin:$PATH \
  timeout 120 emacs -Q --batch --load "$here/try/emacs.el"
