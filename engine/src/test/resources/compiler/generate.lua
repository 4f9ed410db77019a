-- Writes what PUC Lua 5.2.4 does with chunks, for CompilerGoldenTest to compare with:
--   lua5.2 generate.lua
-- errors.tsv: chunk, tab, message of load. programs.tsv and expressions.tsv: chunk, tab, what it
-- prints. All but printable ASCII, and the backslash, is written as \xXX.
-- The chunks are those of seeds.lua, changed ones, and random programs; the seed of the random
-- numbers is fixed.

local seed = 20111216
local function rnd(n)
  seed = (seed * 16807) % 2147483647
  return seed % n + 1
end
local function pick(list) return list[rnd(#list)] end

local function escape(s)
  return (s:gsub("[%c\\\127-\255]", function(c) return ("\\x%02x"):format(c:byte()) end))
end

-- Running: everything a program prints, the error it ends with last.
local function run(source)
  local chunk, message = load(source, "=x", "t")
  if not chunk then return nil, message end
  local out = {}
  local env = setmetatable({}, { __index = _G })
  env._G = env
  function env.print(...)
    local line = {}
    for i = 1, select("#", ...) do line[i] = tostring((select(i, ...))) end
    out[#out + 1] = table.concat(line, " ")
  end
  local steps = 0
  local chunk = load(source, "=x", "t", env)
  local co = coroutine.create(chunk)
  debug.sethook(co, function()
    steps = steps + 1
    if steps > 20 then error("too long", 0) end
  end, "", 10000)
  local ok, e = coroutine.resume(co)
  if not ok then out[#out + 1] = "error: " .. tostring(e) end
  if steps > 20 then return nil end
  return table.concat(out, "\n")
end

local here = arg[0]:match("^(.*)/") or "."
local seeds = dofile(here .. "/seeds.lua")

-- Tokens, roughly: enough to take chunks apart and put other ones together.
local function tokens(source)
  local list, at = {}, 1
  local patterns = {
    "^%s+", "^%-%-[^\n]*", "^[%a_][%w_]*", "^0[xX][%x.]+", "^%d[%w.]*", '^"[^"\n]*"', "^'[^'\n]*'",
    "^%[=*%[", "^%]=*%]", "^%.%.%.", "^%.%.", "^::", "^[=~<>]=", "^.",
  }
  while at <= #source do
    for _, p in ipairs(patterns) do
      local s = source:match(p, at)
      if s and #s > 0 then
        list[#list + 1] = s
        at = at + #s
        break
      end
    end
  end
  return list
end

local spare = {
  "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
  "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while", "..", "...",
  "==", "<", "=", "(", ")", "{", "}", "[", "]", ",", ";", ":", "::", "x", "7", '"s"', "3e", "'",
  "[[", "]]", "[=", "#", "-", "~", "$", "0x", "\\", "\n", "1..2", "'\\q'", "a.b", "f()",
}

local function changed(source)
  local list = tokens(source)
  for _ = 1, rnd(2) do
    local at, how = rnd(#list), rnd(4)
    if how == 1 then table.remove(list, at)
    elseif how == 2 then list[at] = pick(spare)
    elseif how == 3 then table.insert(list, at, " " .. pick(spare) .. " ")
    else for i = #list, at, -1 do list[i] = nil end end
    if #list == 0 then break end
  end
  return table.concat(list)
end

-- Random programs that end: loops are counted, gotos go forward or break out.
local depth, names, labels
local expression
local function variable() return pick(names) end
local function operand()
  local n = rnd(14)
  if n <= 5 then return variable()
  elseif n == 6 then return tostring(rnd(20) - 10)
  elseif n == 7 then return pick { "0", "-0", "1e15", "0x1p4", "3.5", ".5", "1e308", "2^53" }
  elseif n == 8 then return pick { "nil", "true", "false" }
  elseif n == 9 then return pick { '"a"', '"10"', "''", "'0x10'", "[[b]]" }
  elseif n == 10 then return "t[" .. variable() .. "]"
  elseif n == 11 then return "t." .. pick { "x", "y", "n" }
  elseif n == 12 then return "id(" .. expression() .. ")"
  elseif n == 13 then return "(" .. expression() .. ")"
  else return "select('#', " .. expression() .. ", ...)" end
end
function expression()
  depth = depth + 1
  local n = depth > 4 and 1 or rnd(9)
  local e
  if n <= 2 then e = operand()
  elseif n == 3 then e = pick { "-", "not ", "#", "- -", "not not " } .. operand()
  else
    e = expression() .. " "
      .. pick { "+", "-", "*", "/", "%", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or",
        "and", "or", "and", "or", "+", "-", "==" }
      .. " " .. expression()
  end
  depth = depth - 1
  return e
end

local block
local function statement(level)
  local n = rnd(level > 3 and 5 or 14)
  local e = expression
  if n == 1 then return "print(try(function(...) return " .. e() .. " end, 1, nil))"
  elseif n == 2 then return variable() .. " = try(function(...) return " .. e() .. " end)"
  elseif n == 3 then
    return variable() .. ", t." .. pick { "x", "y" } .. " = " .. variable() .. ", " .. variable()
  elseif n == 4 then
    return variable() .. ", " .. variable() .. ", " .. variable() .. " = id("
      .. variable() .. ", " .. variable() .. ")"
  elseif n == 5 then
    local name = pick { "a", "b", "c", "d" }
    return "local " .. name .. " = " .. pick { variable(), "t.x", "#t", "id(1, 2)", "{}", "'s'" }
  elseif n == 6 then
    return "if " .. variable() .. " == " .. variable() .. " then\n" .. block(level + 1)
      .. "elseif " .. variable() .. " and not " .. variable() .. " then\n" .. block(level + 1)
      .. "else\n" .. block(level + 1) .. "end"
  elseif n == 7 then
    return "for i = " .. rnd(3) .. ", " .. rnd(5) .. " do\n" .. block(level + 1)
      .. "if i == 2 then break end\nend"
  elseif n == 8 then
    return "for k, v in ipairs { " .. variable() .. ", " .. variable() .. ", 3 } do\n"
      .. "local w = v\nfs[#fs + 1] = function() w = id(w, k) return w, k end\n"
      .. block(level + 1) .. "end"
  elseif n == 9 then
    labels = labels + 1
    local l = "l" .. labels
    return "do\nif " .. variable() .. " then goto " .. l .. " end\n" .. block(level + 1)
      .. "::" .. l .. "::\nend"
  elseif n == 10 then
    return "do\nlocal n = 0\nrepeat\nn = n + 1\nlocal u = n\nfs[#fs + 1] = function() u = u + 1 return u end\n"
      .. block(level + 1) .. "until n > 1 or " .. variable() .. " or u == 2\nend"
  elseif n == 11 then
    return "t = { x = " .. variable() .. ", [" .. variable() .. " or 1] = 2, " .. variable()
      .. ", id(1, " .. variable() .. ") }"
  elseif n == 12 then
    return "local function g(a, ...)\n" .. block(level + 1) .. "return a, ...\nend\nprint(g("
      .. variable() .. ", " .. variable() .. "))"
  elseif n == 13 then
    return "do\nlocal n = 0\n::top::\nlocal k = n\nfs[#fs + 1] = function() return k end\nn = n + 1\nif n < 3 then goto top end\nend"
  else
    return "do\nlocal n = 3\nwhile n > 0 and " .. variable() .. " ~= 5 do\nn = n - 1\n"
      .. block(level + 1) .. "end\nend"
  end
end
function block(level)
  local list = {}
  for i = 1, rnd(3) do list[i] = statement(level) .. "\n" end
  return table.concat(list)
end

local prelude = [[
local a, b, c, d = 1, "2", nil, true
local t, fs = { x = 5, 7, 8 }, {}
local function id(...) return ... end
local function show(v) return type(v) == "table" and "table" or v end
local print = function(...)
  local all = { ... }
  for i = 1, select("#", ...) do all[i] = show(all[i]) end
  print((table.unpack or unpack)(all, 1, select("#", ...)))
end
local function try(f, ...)
  local ok, v = pcall(f, ...)
  if not ok then print(v) end
  return v
end
]]
local function program()
  depth, labels, names = 0, 0, { "a", "b", "c", "d", "t.x" }
  local body = {}
  for i = 1, 4 do body[i] = statement(1) .. "\n" end
  return prelude .. table.concat(body)
    .. "for _, f in ipairs(fs) do print(pcall(f)) end\nprint(a, b, c, d, t.x)\n"
end

local function record(name, wanted, next)
  local file, known = assert(io.open(here .. "/" .. name, "wb")), {}
  local n = 0
  while n < wanted do
    local source, result = next()
    if not source then break end
    if result and not known[source] and #result < 5000 and not result:find("0x%x%x%x%x%x%x") then
      known[source] = true
      file:write(escape(source), "\t", escape(result), "\n")
      n = n + 1
    end
  end
  file:close()
  print(name, n)
end

-- Not in a coroutine: that would count as one of the C levels.
local i = 0
record("errors.tsv", 1500, function()
  i = i + 1
  local source = seeds.errors[i] or changed(pick(seeds.programs))
  local f, message = load(source, "=x", "t")
  assert(not f or i > #seeds.errors, source)
  return source, message
end)

local k = 0
record("programs.tsv", 450, function()
  k = k + 1
  local source = seeds.programs[k] or program()
  return source, (run(source))
end)

record("expressions.tsv", 1000, function()
  depth, names = 0, { "a", "b", "c", "d", "t.x", "g", "t" }
  local source = "local a, b, c, d = 1, '2', nil, true\nlocal t = { x = 5, 7, 8 }\n"
    .. "local function id(...) return ... end\nlocal function f(...)\nreturn "
    .. expression() .. "\n, d and\n" .. expression() .. "\nend\nprint(f(1, nil))\n"
  return source, (run(source))
end)
