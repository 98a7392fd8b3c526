" `:make` checks the plan around the file and fills the list of findings.
let current_compiler = "zbb"
CompilerSet makeprg=zbb\ check\ --format\ short\ %:p:h:S
CompilerSet errorformat=%f:%l:%c:\ %trror[%m,%f:%l:%c:\ %tarning[%m
