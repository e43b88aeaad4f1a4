-- What a person would do in Neovim with a design: open it, wait for messages, ask for a hover, complete, go to a definition, rename,
-- format. Answers are printed as one line of JSON. Works with Neovim from 0.7 on, whose client has other names later.

local command = vim.fn.json_decode(os.getenv('INCEPT_LSP'))
local design = os.getenv('INCEPT_DESIGN')

vim.cmd('edit ' .. vim.fn.fnameescape(design))
local buffer = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({ name = 'incept', cmd = command, root_dir = vim.fn.fnamemodify(design, ':h') })
vim.lsp.buf_attach_client(buffer, client)

local function fail(what)
  print('FAILED ' .. what)
  vim.cmd('qa!')
end

if not vim.wait(20000, function() return #vim.diagnostic.get(buffer) > 0 end, 50) then fail('diagnostics') end

-- Line and column from 0, in UTF-16 units, of the first place of a text.
local function at(text)
  for line, content in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local from = content:find(text, 1, true)
    if from then return { line = line - 1, character = vim.str_utfindex(content, from - 1) } end
  end
  fail(text)
end

local function ask(method, more)
  local params = vim.tbl_extend('force', { textDocument = { uri = vim.uri_from_bufnr(buffer) } }, more)
  local answers, problem = vim.lsp.buf_request_sync(buffer, method, params, 20000)
  if problem then fail(method .. ': ' .. problem) end
  local answer = answers[client]
  if answer.error then fail(method .. ': ' .. answer.error.message) end
  return answer.result
end

local result = { diagnostics = {}, completion = {} }
for _, one in ipairs(vim.diagnostic.get(buffer)) do table.insert(result.diagnostics, one.message) end
result.hover = ask('textDocument/hover', { position = at('conv(32, 5x5)') }).contents.value
result.definition = ask('textDocument/definition', { position = at('bottleneck(16)') })
local found = ask('textDocument/completion', { position = at('conv(32, 5x5)') })
for _, item in ipairs(found.items or found) do table.insert(result.completion, item.label) end

-- Applied by Neovim itself.
local encoding = vim.lsp.get_client_by_id(client).offset_encoding
local edit = ask('textDocument/rename', { position = at('r) {'), newName = 'width' })
vim.lsp.util.apply_workspace_edit(edit, encoding)
local edits = ask('textDocument/formatting', { options = { tabSize = 2, insertSpaces = true } })
vim.lsp.util.apply_text_edits(edits, buffer, encoding)
result.text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')

-- A mistake that is mended is not told any more.
local mistake = at('convv')
vim.api.nvim_buf_set_text(buffer, mistake.line, mistake.character, mistake.line, mistake.character + 5, { 'conv' })
result.mended = vim.wait(20000, function() return #vim.diagnostic.get(buffer) == 0 end, 50)

print('ANSWERS ' .. vim.fn.json_encode(result))
vim.cmd('qa!')
