#!/usr/bin/env bash
# Neovim 0.11 with the plugin, the parser and the server: bash editors/try/neovim.sh PATH_TO_ZBB
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
ZBB=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v nvim > /dev/null || ! nvim --version | head -1 | grep -qE 'v0\.(1[1-9]|[2-9][0-9])'; then
  echo "NOT TRIED: Neovim 0.11 or later is not on the path" >&2
  exit 0
fi
mkdir -p "$work/parser" "$work/home"
cc -shared -fPIC -O1 -I "$here/tree-sitter-zbb/src" "$here/tree-sitter-zbb/src/parser.c" -o "$work/parser/zbb.so"
cp "$here/../examples/hotline/plan.zbb" "$work/plan.zbb"
HOME=$work/home XDG_CONFIG_HOME=$work/home EDITORS=$here PARSERS=$work PLAN=$work/plan.zbb ZBB=$ZBB \
  timeout 60 nvim --headless --clean --cmd "set rtp^=$here/neovim,$work" -c "luafile $here/try/neovim.lua"
echo "Neovim: attach, hover, definition, completion, rename, format, hints, tokens, colours, findings, indents"
