vim.bo.commentstring = "# %s"
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.softtabstop = 2
-- The parser is there once it has been built (see README.md); without it, the patterns of vim/syntax colour.
pcall(vim.treesitter.start)
