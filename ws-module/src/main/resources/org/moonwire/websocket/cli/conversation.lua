-- What the prompt does in Lua: runs what was typed, completes names.
local find, gsub, load, match, print, sub, traceback, xpcall =
  string.find, string.gsub, load, string.match, print, string.sub, debug.traceback, xpcall
local getmetatable, ipairs, pairs, pcall, rawget, select, sort, type =
  getmetatable, ipairs, pairs, pcall, rawget, select, table.sort, type
local concat, library, globals = table.concat, string, _G

local KEYWORDS = {
  "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
  "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
}
local WORDS = { quit = "quit", exit = "quit", help = "help" }
local MAX_COMPLETIONS = 500
local show

-- What is below the typed chunk is this program, which nobody asked for.
local function trace(message)
  local text = traceback(message, 2)
  if type(text) ~= "string" then
    return message
  end
  local below = find(text, "\n[^\n]*in function 'xpcall'\n[^\n]*in function <moonwire:")
  return below and sub(text, 1, below - 1) or text
end

local function report(ok, ...)
  if not ok then
    return "failed", (...)
  end
  if select("#", ...) > 0 then
    print(show(...))
  end
  return "done"
end

local function parse(typed, name)
  local text = gsub(typed, "^=", "return ")
  local expression = load("return " .. text, name, "t")
  if expression then
    return expression
  end
  return load(text, name, "t")
end

-- Returns "done", "quit" or "help", or "failed" and the error with its traceback. Values of an
-- expression are printed.
local function run(typed, name)
  local word = match(typed, "^%s*(%a+)%s*$") or match(typed, "^%s*(%a+)%s*%(%s*%)%s*$")
  if word and WORDS[word] and globals[word] == nil then
    return WORDS[word]
  end
  local chunk, message = parse(typed, name)
  if chunk then
    return report(xpcall(chunk, trace))
  end
  return "failed", message
end

-- No function of a script is called: looking must not do anything.
local function member(value, name)
  for _ = 1, 10 do
    if type(value) == "string" then
      value = library
    end
    if type(value) ~= "table" then
      return nil
    end
    local found = rawget(value, name)
    local metatable = getmetatable(value)
    if found ~= nil or type(metatable) ~= "table" then
      return found
    end
    value = rawget(metatable, "__index")
  end
end

local function addNames(names, value)
  for _ = 1, 10 do
    if type(value) == "string" then
      value = library
    end
    if type(value) ~= "table" then
      return
    end
    for name in pairs(value) do
      names[name] = true
    end
    local metatable = getmetatable(value)
    value = type(metatable) == "table" and rawget(metatable, "__index") or nil
  end
end

local function candidates(names, path, start)
  local found = {}
  for name in pairs(names) do
    if type(name) == "string" and sub(name, 1, #start) == start and find(name, "^[%a_][%w_]*$") then
      found[#found + 1] = path .. name
      if #found >= MAX_COMPLETIONS then
        break
      end
    end
  end
  sort(found)
  return concat(found, "\n")
end

-- The words that begin like this one, each on a line: names of variables, or members behind dots and colons.
local function complete(word, modules)
  local path, start = match(word, "^(.*[.:])([%w_]*)$")
  local names = {}
  if path then
    local first, rest = match(path, "^([%a_][%w_]*)(.*)$")
    local value = first and globals[first]
    for name in string.gmatch(sub(rest or "", 1, -2), "[.:]([%a_][%w_]*)") do
      value = member(value, name)
    end
    pcall(addNames, names, value)
    return candidates(names, path, start)
  end
  pcall(addNames, names, globals)
  for _, name in ipairs(KEYWORDS) do
    names[name] = true
  end
  for _, name in ipairs(modules) do
    names[name] = globals[name] ~= nil or nil
  end
  return candidates(names, "", word)
end

return function(showing)
  show = showing
  return run, complete
end
