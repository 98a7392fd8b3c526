#!/usr/bin/env bash
# Neovim 0.7 with the server, started as its README says: bash editors/try/neovim07.sh PATH_TO_ZBB
# Debian 12's is unpacked into a folder of its own where the system has packages of it; nothing is installed.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
ZBB=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages="neovim neovim-runtime libluajit-5.1-2 libluajit-5.1-common libmsgpackc2 libtermkey1 libtree-sitter0 libunibilium4 libuv1 libvterm0 lua-luv"
# shellcheck disable=SC2086
if ! command -v dpkg > /dev/null || ! (cd "$work" && apt-get download $packages) > /dev/null 2>&1; then
  echo "NOT TRIED: no packages of Neovim 0.7 for this system" >&2
  exit 0
fi
for package in "$work"/*.deb; do dpkg -x "$package" "$work/unpacked"; done
root=$work/unpacked/usr
run=(env "LD_LIBRARY_PATH=$(echo "$root"/lib/*-linux-gnu)" "VIMRUNTIME=$root/share/nvim/runtime" "HOME=$work/home" "XDG_CONFIG_HOME=$work/home")
if ! "${run[@]}" "$root/bin/nvim" --version 2> /dev/null | head -1 | grep -q 'v0\.7'; then
  echo "NOT TRIED: the Neovim of this system is not 0.7, or does not run" >&2
  exit 0
fi
mkdir -p "$work/home"
cp "$here/../examples/hotline/plan.zbb" "$work/plan.zbb"
EDITORS=$here PLAN=$work/plan.zbb ZBB=$ZBB "${run[@]}" \
  timeout 60 "$root/bin/nvim" --headless --clean --cmd "set rtp^=$here/neovim" -c "luafile $here/try/neovim07.lua"
echo "Neovim 0.7: file type, attach, findings, hover, definition, completion, rename, format, indents"
