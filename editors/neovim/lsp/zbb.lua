-- The server, for Neovim 0.11 and later: `vim.lsp.enable("zbb")` starts it for every plan that is opened.
return {
  cmd = { "zbb", "lsp" },
  filetypes = { "zbb" },
  root_markers = { ".git" },
}
