-- Run by neovim.sh: opens a plan as a person does and looks at what there is. Prints what fails, and ends with 1.
local failed = false
local function expect(what, holds)
  if not holds then
    failed = true
    io.stderr:write("fails: " .. what .. "\n")
  end
end

vim.lsp.config("zbb", { cmd = { vim.env.ZBB, "lsp" } })
vim.lsp.enable("zbb")
vim.cmd("filetype plugin indent on")
vim.cmd.edit(vim.env.PLAN)
local buffer = vim.api.nvim_get_current_buf()

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 10000) or {}
  local _, answer = next(answers)
  return answer and answer.result
end

expect("attaches", vim.wait(10000, function() return #vim.lsp.get_clients({ bufnr = buffer, name = "zbb" }) == 1 end))
ask("zbb/settled", vim.empty_dict())
expect("the file type", vim.bo.filetype == "zbb" and vim.bo.commentstring == "# %s")
expect("no findings", #vim.diagnostic.get(buffer) == 0)

local place = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = { line = 17, character = 9 } }
local hover = ask("textDocument/hover", place)
expect("hover with figures", hover and hover.contents.value:find("funded · rank 1", 1, true))
local whole = { start = { line = 0, character = 0 }, ["end"] = { line = 99, character = 0 } }
local hints = ask("textDocument/inlayHint", { textDocument = place.textDocument, range = whole })
expect("three hints", hints and #hints == 3)
local tokens = ask("textDocument/semanticTokens/full", { textDocument = place.textDocument })
expect("semantic tokens", tokens and #tokens.data > 300)

local function at(line, character)
  return { textDocument = place.textDocument, position = { line = line, character = character } }
end
local function text() return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n") end
local found = ask("textDocument/definition", at(18, 12))
found = found and (found[1] or found)
expect("definition", found and found.range.start.line == 4)
local offers = ask("textDocument/completion", at(12, 17))
expect("completion", offers and vim.tbl_contains(vim.tbl_map(function(item) return item.label end, offers.items), "service"))
local before = text()
vim.api.nvim_win_set_cursor(0, { 18, 9 })
vim.lsp.buf.rename("daily")
expect("rename", vim.wait(5000, function() return text():find("level daily", 1, true) and text():find("phone.daily", 1, true) end))
vim.cmd("undo")
expect("undone", text() == before)
vim.api.nvim_buf_set_lines(buffer, 17, 18, false, { "        level weekdays \"Staffed on weekdays\" {" })
vim.lsp.buf.format({ timeout_ms = 5000 })
expect("format", text() == before)

local query = vim.treesitter.query.get("zbb", "highlights")
local root = vim.treesitter.get_parser(buffer, "zbb"):parse()[1]:root()
local captures = 0
for _ in query:iter_captures(root, buffer) do captures = captures + 1 end
expect("no error in the tree", not root:has_error())
expect("captures", captures > 250)
for _, name in ipairs({ "folds", "indents", "locals", "textobjects" }) do
  expect("the query " .. name, pcall(vim.treesitter.query.get, "zbb", name))
end

vim.api.nvim_buf_set_lines(buffer, 4, 5, false, { "category salaries { owner: nobody }" })
vim.wait(300)
ask("zbb/settled", vim.empty_dict())
vim.wait(2000, function() return #vim.diagnostic.get(buffer) > 0 end)
local findings = vim.diagnostic.get(buffer)
expect("a finding at the line", #findings == 1 and findings[1].code == "E0217" and findings[1].lnum == 4)
vim.cmd("normal! gg=G")
expect("indents", vim.api.nvim_buf_get_lines(buffer, 17, 18, false)[1]:match("^  level"))
vim.cmd(failed and "cquit 1" or "quitall!")
