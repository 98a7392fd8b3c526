-- Run by neovim07.sh: a client that knows neither hints, tokens nor configured servers. Prints what fails, and ends with 1.
local failed = false
local function expect(what, holds)
  if not holds then
    failed = true
    io.stderr:write("fails: " .. what .. "\n")
  end
end

vim.cmd("filetype plugin indent on")
vim.cmd("edit " .. vim.env.PLAN)
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = "zbb", cmd = { vim.env.ZBB, "lsp" }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(buffer, id)
local client = vim.lsp.get_client_by_id(id)
expect("attaches", vim.wait(10000, function() return client.initialized end))

local function ask(method, params)
  local answer = client.request_sync(method, params, 10000, buffer)
  return answer and answer.result
end
local about = { uri = vim.uri_from_bufnr(buffer) }
local function at(line, character)
  return { textDocument = about, position = { line = line, character = character } }
end
local function text() return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n") end

ask("zbb/settled", vim.empty_dict())
expect("the file type", vim.bo.filetype == "zbb" and vim.bo.commentstring == "# %s")
expect("no findings", #vim.diagnostic.get(buffer) == 0)
local hover = ask("textDocument/hover", at(17, 9))
expect("hover with figures", hover and hover.contents.value:find("funded · rank 1", 1, true))
local found = ask("textDocument/definition", at(18, 12))
found = found and (found[1] or found)
expect("definition", found and found.range.start.line == 4)
local offers = ask("textDocument/completion", at(12, 17))
local has_service = false
for _, item in ipairs(offers and offers.items or {}) do has_service = has_service or item.label == "service" end
expect("completion", has_service)
local before = text()
vim.api.nvim_win_set_cursor(0, { 18, 9 })
vim.lsp.buf.rename("daily")
expect("rename", vim.wait(5000, function() return text():find("level daily", 1, true) and text():find("phone.daily", 1, true) end))
vim.cmd("undo")
vim.api.nvim_buf_set_lines(buffer, 17, 18, false, { "        level weekdays \"Staffed on weekdays\" {" })
vim.lsp.buf.formatting_sync({}, 5000)
expect("format", text() == before)

vim.api.nvim_buf_set_lines(buffer, 4, 5, false, { "category salaries { owner: nobody }" })
vim.wait(300)
ask("zbb/settled", vim.empty_dict())
vim.wait(2000, function() return #vim.diagnostic.get(buffer) > 0 end)
local findings = vim.diagnostic.get(buffer)
expect("a finding at the line", #findings == 1 and findings[1].code == "E0217" and findings[1].lnum == 4)
vim.cmd("normal! gg=G")
expect("indents", vim.api.nvim_buf_get_lines(buffer, 17, 18, false)[1]:match("^  level"))
client.stop()
vim.cmd(failed and "cquit 1" or "quitall!")
