if vim.fn.has("nvim-0.8") == 1 then
  vim.filetype.add({ extension = { zbb = "zbb" } })
else
  -- 0.7 knows `vim.filetype`, but asks it only where somebody has switched that on.
  vim.cmd("autocmd BufRead,BufNewFile *.zbb setfiletype zbb")
end
