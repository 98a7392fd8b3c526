" Colours by patterns; the words stand in zbb_words.vim, which is written from the compiler's own lists.
if exists("b:current_syntax")
  finish
endif

syntax match zbbComment /#.*$/ contains=@Spell
syntax region zbbString start=/"/ skip=/\\./ end=/"\|$/ contains=zbbEscape,@Spell
syntax region zbbText start=/"""\s*$/ end=/"""/ contains=@Spell
syntax match zbbEscape /\\./ contained
syntax match zbbName /\h\w*\%(\.\h\w*\)*/ contained
syntax match zbbPeriod /\<\%(FY\d\{4}\|\d\{4}-\w\+\)\%(-\w\+\)*\>/
syntax match zbbNumber /\<\d[0-9_]*\%(\.\d\+\)\?[kMB]\?\>/
syntax match zbbNumber /\<\d[0-9_]*\%(\.\d\+\)\?\ze\%(%\|pp\>\)/
syntax match zbbSign /[-+*\/<>=]\|\.\.\|%/
syntax match zbbKey /\%(^\|[{},]\)\@1<=\s*[0-9a-zA-Z_.-]\+\ze[^:"#{}]*\%("[^"]*"\s*\)\?:/
syntax match zbbValue /:[^#]*/ contains=zbbString,zbbText,zbbModifier,zbbOperatorWord,zbbConstant,zbbKind,zbbChoice,zbbUnit,zbbFunction,zbbPeriod,zbbNumber,zbbSign transparent
runtime! syntax/zbb_words.vim

highlight default link zbbComment Comment
highlight default link zbbString String
highlight default link zbbText String
highlight default link zbbEscape SpecialChar
highlight default link zbbKeyword Keyword
highlight default link zbbName Type
highlight default link zbbKey Identifier
highlight default link zbbPeriod Constant
highlight default link zbbNumber Number
highlight default link zbbSign Operator
highlight default link zbbModifier Statement
highlight default link zbbOperatorWord Operator
highlight default link zbbConstant Boolean
highlight default link zbbKind Constant
highlight default link zbbChoice Constant
highlight default link zbbUnit Type
highlight default link zbbFunction Function

let b:current_syntax = "zbb"
