-- What generate.lua does to record a chunk, for our engine: run(chunk) and message(chunk).
local function escape(s)
  return (s:gsub("[%c\\\127-\255]", function(c) return ("\\x%02x"):format(c:byte()) end))
end

local function unescape(s)
  return (s:gsub("\\x(%x%x)", function(h) return string.char(tonumber(h, 16)) end))
end

function message(source)
  local chunk, text = load(unescape(source), "=x", "t")
  return chunk and "compiles" or escape(text)
end

function run(source)
  local out = {}
  local env = setmetatable({}, { __index = _G })
  env._G = env
  function env.print(...)
    local line = {}
    for i = 1, select("#", ...) do line[i] = tostring((select(i, ...))) end
    out[#out + 1] = table.concat(line, " ")
  end
  local chunk, text = load(unescape(source), "=x", "t", env)
  if not chunk then return "does not compile: " .. escape(text) end
  local ok, e = pcall(chunk)
  if not ok then out[#out + 1] = "error: " .. tostring(e) end
  return escape(table.concat(out, "\n"))
end
