#!/usr/bin/env bash
# Vim with the plugin: bash editors/try/vim.sh
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v vim > /dev/null || ! vim --version | grep -q '+syntax'; then
  echo "NOT TRIED: Vim with colours is not on the path" >&2
  exit 0
fi
cp "$here/../examples/hotline/plan.zbb" "$work/plan.zbb"
cat > "$work/try.vim" << 'END'
function Group(line, text)
  let column = stridx(getline(a:line), a:text) + 1
  return synIDattr(synID(a:line, column, 1), "name")
endfunction
let found = [&filetype, Group(12, "package"), Group(12, "phone"), Group(13, "department"), Group(18, "Staffed"), Group(19, "agent"), Group(19, "from")]
let before = getline(1, "$")
normal! gg=G
call writefile([string(found), getline(1, "$") == before ? "indented alike" : "indented otherwise"], $OUT)
quitall!
END
OUT=$work/out timeout 60 vim -N -u NONE -i NONE -es --cmd "set rtp^=$here/vim" -c 'syntax on' -c 'filetype plugin indent on' \
  -c "edit $work/plan.zbb" -c "source $work/try.vim" < /dev/null || true
cat "$work/out"
grep -q "'zbb', 'zbbKeyword', 'zbbName', 'zbbKey', 'zbbString', 'zbbUnit\|'zbb', 'zbbKeyword', 'zbbName', 'zbbKey', 'zbbString', ''" "$work/out"
grep -q 'indented alike' "$work/out"
echo "Vim: file type, colours, indents"
