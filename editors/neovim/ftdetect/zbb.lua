vim.filetype.add({ extension = { zbb = "zbb" } })
