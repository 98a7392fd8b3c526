autocmd BufRead,BufNewFile *.zbb setfiletype zbb
