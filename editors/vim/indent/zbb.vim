" Lines inside of brackets are two columns further in; a closing bracket stands where its line began.
if exists("b:did_indent")
  finish
endif
let b:did_indent = 1
setlocal indentexpr=ZbbIndent(v:lnum) indentkeys=0},0],0),!^F,o,O
let b:undo_indent = "setlocal indentexpr< indentkeys<"
if exists("*ZbbIndent")
  finish
endif

function ZbbIndent(line) abort
  let above = prevnonblank(a:line - 1)
  if above == 0
    return 0
  endif
  let opens = substitute(getline(above), '"[^"]*"\|#.*$', '', 'g') =~# '[{\[(]\s*$'
  let closes = getline(a:line) =~# '^\s*[}\])]'
  return indent(above) + (opens - closes) * shiftwidth()
endfunction
