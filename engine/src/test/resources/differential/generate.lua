-- Writes cases.tsv: what PUC Lua 5.2 does, for DifferentialTest to compare with.
--   lua5.2 generate.lua > cases.tsv
-- One case per line: function, tab, arguments, tab, results; values are separated by spaces:
--   nil true false, #0x1.8p+1 (a number), "a\x0a" (a string), {"k"=#0x1p+0,} (a table), @name (a
--   function that both sides know). !"text" in place of results is an error, its position dropped;
--   in place of "bad argument #1 to 'f' (x)" it says "#1 x".
-- Functions of table, and the iterators, show their first argument or all iterations as well.

local seed = 20120217
local function rnd(n)
  seed = (seed * 16807) % 2147483647
  return seed % n + 1
end

local function pick(list) return list[rnd(#list)] end
local function chance(percent) return rnd(100) <= percent end

local callbacks = {
  lt = function(a, b) return a < b end,
  gt = function(a, b) return a > b end,
  le = function(a, b) return a <= b end,
  always = function() return true end,
  never = function() return false end,
  upper = function(s) return (tostring(s):upper()) end,
  pair = function(a, b) return tostring(a) .. "," .. tostring(b) end,
  nothing = function() end,
  number = function() return 12 end,
  list = function() return {} end,
  abslt = function(a, b) return math.abs(a) < math.abs(b) end,
}
local names = {}
for k, f in pairs(callbacks) do names[f] = k end

local encode
local function encodeString(s)
  return '"' .. s:gsub('[^]%[ !#-Z^-~]', function(c) return ("\\x%02x"):format(c:byte()) end) .. '"'
end

local function encodeTable(t)
  local entries = {}
  for k, v in pairs(t) do entries[#entries + 1] = encode(k) .. "=" .. encode(v) end
  table.sort(entries)
  return "{" .. table.concat(entries, ",") .. "}"
end

function encode(v)
  local t = type(v)
  if t == "number" then
    if v ~= v then return "#nan" end
    if v == math.floor(v) and math.abs(v) < 1e9 and not (v == 0 and 1 / v < 0) then
      return ("#%d"):format(v)
    end
    return ("#%a"):format(v)
  elseif t == "string" then return encodeString(v)
  elseif t == "table" then return encodeTable(v)
  elseif t == "function" then return "@" .. assert(names[v])
  else return tostring(v) end
end

local function encodeAll(values, n)
  local out = {}
  for i = 1, n do out[i] = encode(values[i]) end
  return table.concat(out, " ")
end

local function lookup(name)
  local lib, field = name:match("^(%w+)%.(%w+)$")
  if lib then return _G[lib][field] end
  return _G[name]
end

local function gmatchAll(...)
  local all = {}
  local step = string.gmatch(...)
  for i = 1, 100 do
    local found = table.pack(step())
    if found.n == 0 then break end
    all[i] = found
  end
  return all
end

-- Of these the C compiler reads the second argument first, so they blame the second of two.
local backwards = { ["math.fmod"] = true, ["math.atan2"] = true, ["bit32.lshift"] = true, ["bit32.rshift"] = true,
  ["bit32.lrotate"] = true, ["bit32.rrotate"] = true }

local seen = {}
local function case(name, ...)
  local args = table.pack(...)
  if backwards[name] and not tonumber(args[1]) then return end
  local line = name .. "\t" .. encodeAll(args, args.n)
  if seen[line] then return end
  seen[line] = true
  local f = name == "string.gmatch" and gmatchAll or lookup(name)
  local r = table.pack(pcall(f, ...))
  local results
  if r[1] then
    if name == "table.insert" or name == "table.remove" or name == "table.sort" then
      r.n = r.n + 1
      r[r.n] = args[1]
    end
    results = encodeAll(table.pack(table.unpack(r, 2, r.n)), r.n - 1)
  else
    local message = tostring(r[2]):gsub("^[%w/.]+:%d+: ", "")
    message = message:gsub("^bad argument #(%d+) to '.-' %((.*)%)$", "#%1 %2")
    results = "!" .. encode(message)
  end
  io.write(line, "\t", results, "\n")
end

-- Values --------------------------------------------------------------------------------------

local special = {
  0, -0.0, 1, -1, 2, 10, 100, 255, 256, 0.5, -0.5, 1.5, 2.5, 3.5, 0.1, 1 / 3, 2 / 3, -1 / 3, 1e13,
  1e14, 1e15, 1e16, 99999999999999, 999999999999999, 123456789012345, 2 ^ 31, 2 ^ 31 - 1, -2 ^ 31,
  2 ^ 32, 2 ^ 32 - 1, 2 ^ 53, 2 ^ 53 - 1, -2 ^ 53, 2 ^ 63, -2 ^ 63, 2 ^ 64, 1e100, -1e100, 1e300,
  1.7976931348623157e308, 2.2250738585072014e-308, 5e-324, 1e-5, 1e-4, 1e-10, math.huge,
  -math.huge, 0.0001, 0.00001234, 123.456, -123.456, math.pi, 9.995, 0.05, 99.5, 9.5, 1e21, 1e22,
  1e23, 0.045, 0.055, 1234567, 12345678, 0.999999, 0.9999999, 9999995, 999999.5,
}

local function number()
  local k = rnd(10)
  if k <= 3 then return pick(special) end
  if k <= 5 then return rnd(2001) - 1001 end
  if k <= 7 then return (rnd(2000001) - 1000001) / pick { 10, 100, 1000, 3, 7, 64, 1024 } end
  local m = rnd(2 ^ 30) * 2 ^ 23 + rnd(2 ^ 23)
  return (chance(30) and -1 or 1) * math.ldexp(m, rnd(pick { 20, 120, 1900 }) - pick { 10, 60, 80, 1000 })
end

local function small() return rnd(25) - 8 end

local function text(alphabet, max)
  local out = {}
  for i = 1, rnd(max + 1) - 1 do
    local at = rnd(#alphabet)
    out[i] = alphabet:sub(at, at)
  end
  return table.concat(out)
end

local words = "abcXYZ019 _.,%-\0\n\"\\\255\127é"

-- Base ----------------------------------------------------------------------------------------

for _, v in ipairs(special) do case("tostring", v) end
for _ = 1, 450 do case("tostring", number()) end
for _, v in ipairs { "a", true, false } do case("tostring", v) end
case("tostring", nil)
case("tostring")

for _, s in ipairs { "0x", "0x.", "0x.8", "0x1p", "0x1p4", "1e", "1e+", ".", "5.", ".5", "- 1", "+1",
  "1 2", "1\0", "", " ", "\v1\f", "inf", "nan", "1n", "0x1.8p1", "1e400", "-1e400", "1e-400", "-0",
  "0x123456789abcdef01", "0x1e1", "0x1e+1", "1d", "1f", "1L", "0b1", "1_000", "1,5", "--1", "+-1",
  "0x-1", "0xg", "1e5e5", "1.2.3", "0x1.2.3", "9007199254740993", "9007199254740992.5",
  "179769313486231580793728971405301e276", "2.2250738585072011e-308", "0x.1p-1073", "0x1p1024",
  "0x1fffffffffffff8p0", "0x1fffffffffffff7p0", "0x3ffffffffffffep-1", "1e0000000000000001" } do
  case("tonumber", s)
end
for _ = 1, 450 do
  case("tonumber", text(pick { "0123456789", "0123456789.e-+", "0x19afAF.pP+-", " 12.5e-\t" }, 9))
  case("tonumber", pick { "", " ", "-", "+" } .. ("%.17g"):format(number()))
end
for _ = 1, 250 do
  case("tonumber", text(pick { "01", "0127", "0123456789", "09afzAFZ- " }, 8), rnd(39) - 1)
end
case("tonumber", 12, 8) case("tonumber", 12.5, 10) case("tonumber", "7", 10.9) case("tonumber", {}, 10)
case("tonumber", nil) case("tonumber") case("tonumber", "10", "16") case("tonumber", "10", "x")

for _ = 1, 60 do
  case("select", pick { 1, 2, 3, -1, -2, -3, -4, 0, "#", "#x", "2", 1.9, "x", 4, 5 }, "a", nil, 3)
end
for _, v in ipairs { 1, "a", {}, true } do
  case("rawlen", v) case("type", v) case("rawequal", v, 1)
  case("getmetatable", v ~= "a" and v or 1) case("rawget", v, 1) case("rawset", v, 1, 2)
  case("setmetatable", v, v) case("next", v) case("ipairs", v == 1 and v or nil)
end
case("type") case("rawequal", 1) case("rawget", {}) case("rawset", {}, 1) case("getmetatable")
case("rawset", {}, nil, 1) case("rawset", {}, 0 / 0, 1) case("next", {}, 1) case("next", { 1 }, 2.5)
case("next", { 1, 2 }, 1) case("next", { 1 }, 1) case("next", {}, "x") case("setmetatable", {})
case("assert", 1, 2, 3) case("assert", false) case("assert", nil, "m") case("assert", false, 12)
case("rawequal", 0, -0.0) case("rawequal", "a", "b") case("rawlen", "abc") case("rawlen", { 1, 2 })
case("rawequal", 0 / 0, 0 / 0) case("rawget", { 5 }, 1) case("rawget", { 5 }, 0 / 0)

-- string.format -------------------------------------------------------------------------------

local flags = { "", "", "", "-", "+", " ", "#", "0", "-+", "+0", "# ", "#0", "-#", "- 0", "+ #0" }
local widths = { "", "", "", "1", "5", "12", "30" }
local precisions = { "", "", ".", ".0", ".1", ".3", ".5", ".14", ".20" }
for _ = 1, 600 do
  local conversion = pick { "d", "i", "u", "o", "x", "X" }
  local n = pick { small(), number(), rnd(100000), rnd(100000) / 8, -rnd(1000) }
  case("string.format", "%" .. pick(flags) .. pick(widths) .. pick(precisions) .. conversion, n)
end
for _ = 1, 900 do
  local conversion = pick { "e", "E", "f", "f", "g", "g", "G", "a", "A" }
  local n = number()
  local form = "%" .. pick(flags) .. pick(widths) .. pick(precisions) .. conversion
  if not (conversion == "f" and math.abs(n) > 1e40 and chance(95)) then
    case("string.format", form, n)
  end
end
for _ = 1, 200 do
  local form = "%" .. pick { "", "-", "0", "+" } .. pick(widths) .. pick(precisions) .. "s"
  case("string.format", form, pick { text(words, 12), number(), pick { ("x"):rep(99), ("x"):rep(100) } })
end
for _ = 1, 150 do case("string.format", "%q", text(words .. "\r\t\0011", 10)) end
for _ = 1, 60 do
  case("string.format", "%" .. pick { "", "-", "0" } .. pick { "", "5" } .. "c", pick { 0, 65, 255, 321, -1, 66.9 })
end
for _, f in ipairs { "%y", "%", "%d", "%100d", "%.100f", "%------d", "%-----d", "%5", "%lld", "%.-5d",
  "%1$d", "%*d", "%d %s", "%%", "100%%", "%5%", "%F", "%p", "%n", "a%sb%sc", "%s%s%s", "%.3q", "%5q" } do
  case("string.format", f) case("string.format", f, 5) case("string.format", f, 5, 6) case("string.format", f, "x", "y")
end
case("string.format") case("string.format", {}) case("string.format", 12.5) case("string.format", "%d", "10")
case("string.format", "%d", "x") case("string.format", "%x", "0x10") case("string.format", "%f", "1e1")
case("string.format", "%q", 5) case("string.format", "%s|%s|%s", 1, "b", 2.5) case("string.format", "%d%%", 50)

-- Patterns ------------------------------------------------------------------------------------

local items = { "a", "b", "c", ".", "%a", "%d", "%s", "%w", "%A", "%p", "%x", "%l", "%u", "%g", "%c", "%%",
  "%.", "[abc]", "[^a]", "[a-c]", "[%d_]", "[]]", "[^]]", "[a-]", "[%a-z]", "%z", " ", "1", "_", "[^%s]" }
local suffixes = { "", "", "", "", "*", "+", "-", "?" }
local extras = { "()", "%b()", "%bab", "%f[%w]", "%f[%W]", "%f[a]", "%1", "$", "^", "(", ")", "%2", "%f", "%b",
  "%bx", "[", "[a", "%", "(a", "%f[%z]", "]", "-", "*" }

local function pattern()
  local out = {}
  if chance(15) then out[1] = "^" end
  local open = 0
  for _ = 1, rnd(4) do
    if chance(25) then out[#out + 1] = "(" open = open + 1 end
    out[#out + 1] = pick(items) .. pick(suffixes)
    if open > 0 and chance(60) then out[#out + 1] = ")" open = open - 1 end
    if chance(12) then out[#out + 1] = pick(extras) end
  end
  out[#out + 1] = (")"):rep(open)
  if chance(15) then out[#out + 1] = "$" end
  return table.concat(out)
end

local function subject() return text(pick { "ab", "abc", "aabbc (1)", "ab1_ .%", "xyz\0a b]-^", "(a(b)c)" }, 10) end

for _ = 1, 700 do case("string.find", subject(), pattern(), chance(20) and small() or nil) end
for _ = 1, 450 do case("string.match", subject(), pattern(), chance(10) and small() or nil) end
for _ = 1, 300 do case("string.gmatch", subject(), pattern()) end
local replacements = { "", "x", "%0", "%1", "<%0>", "%%", "%2", "%9", "%", "%a", "[%1]", 5, { a = "A", b = 7 },
  { a = false, b = true }, callbacks.upper, callbacks.pair, callbacks.nothing, callbacks.number, callbacks.list,
  callbacks.never, callbacks.always, { [1] = "one", [2] = "two" } }
for _ = 1, 700 do
  case("string.gsub", subject(), pattern(), pick(replacements), chance(15) and small() or nil)
end
for _ = 1, 150 do case("string.find", subject(), subject(), small(), chance(70)) end
for _, n in ipairs { 150, 199, 200, 201 } do
  case("string.find", ("a"):rep(n), ("a?"):rep(n))
  case("string.find", ("a"):rep(n), ("a-"):rep(n))
end
case("string.find", ("a"):rep(33), ("(a)"):rep(32)) case("string.find", ("a"):rep(33), ("(a)"):rep(33))
case("string.match", "x = 12", "^(%w+)%s*=%s*(%d+)$") case("string.match", "2024-01-02", "(%d+)-(%d+)-(%d+)")
case("string.gsub", "hello world", "(%w+)", "<%1>") case("string.gsub", "abc", "", "-")
case("string.gsub", "abc", "%w", "%%%0") case("string.gsub", "a", "a") case("string.gsub", "a", "a", true)
case("string.gsub", "a", "a", nil, "x") case("string.gsub", "THE (quick) fox", "%((%a+)%)", "%1")
case("string.find", "a", "b", {}) case("string.find", "a") case("string.find") case("string.gmatch", "a")
case("string.gmatch", "key=val, k2=v2", "(%w+)=(%w+)") case("string.find", "abc", "b", 1, nil)
case("string.find", 12345, 34) case("string.match", "\0\0a", "%z+") case("string.find", "a\0b", "\0b")

-- Other string functions ----------------------------------------------------------------------

for _ = 1, 220 do case("string.sub", text(words, 8), small(), chance(80) and small() or nil) end
for _ = 1, 120 do case("string.byte", text(words, 8), chance(80) and small() or nil, chance(60) and small() or nil) end
for _ = 1, 60 do case("string.char", rnd(256) - 1, rnd(256) - 1, chance(20) and rnd(400) - 60 or 1) end
for _ = 1, 80 do case("string.rep", text("ab\0", 4), rnd(9) - 3, chance(50) and text(",;", 2) or nil) end
for _ = 1, 60 do
  case("string.upper", text(words, 9)) case("string.lower", text(words, 9))
  case("string.reverse", text(words, 9)) case("string.len", text(words, 9))
end
for _, f in ipairs { "sub", "byte", "char", "rep", "upper", "lower", "reverse", "len" } do
  case("string." .. f) case("string." .. f, {}) case("string." .. f, 12) case("string." .. f, 12, 1)
  case("string." .. f, "ab", "x") case("string." .. f, "ab", "2") case("string." .. f, "ab", 1, {})
  case("string." .. f, nil, 1) case("string." .. f, 1.5, 1.5)
end
case("string.rep", "", 1e8) case("string.rep", "x", -1e10) case("string.char")

-- Tables --------------------------------------------------------------------------------------

local function list(max, value)
  local t = {}
  for i = 1, rnd(max + 1) - 1 do t[i] = value() end
  return t
end
local function word() return text("abcd", 4) end
local function whole() return rnd(60) - 30 end

for _ = 1, 150 do
  local t = list(6, pick { word, whole, number })
  if chance(8) then t[rnd(#t + 1)] = pick { {}, true } end
  case("table.concat", t, pick { nil, "", ",", ", ", 1 }, chance(50) and small() or nil, chance(40) and rnd(7) or nil)
end
for _ = 1, 120 do
  local t = list(6, whole)
  if chance(40) then case("table.insert", t, whole()) else case("table.insert", t, rnd(9) - 1, whole()) end
  case("table.remove", list(6, whole), chance(60) and rnd(9) - 1 or nil)
end
for _ = 1, 140 do
  case("table.unpack", list(6, whole), chance(60) and small() or nil, chance(60) and rnd(9) or nil)
end
for _ = 1, 40 do case("table.pack", table.unpack(list(6, whole))) end
case("table.pack", nil, 1, nil) case("table.unpack", {}, 1, 1e8) case("table.unpack", {}, 1, 1e6)
case("table.unpack", {}, -2 ^ 31, 2 ^ 31 - 1) case("table.unpack", {}, 2 ^ 31 - 1, 2 ^ 31 - 1)
case("table.unpack", { 1, 2 }, "1", "2") case("table.insert", { 1 }) case("table.insert", { 1 }, 1, 2, 3)
case("table.insert", { 1 }, "x", 2) case("table.insert", { 1 }, "1", 2) case("table.insert", { 1, 2 }, 1.9, 0)
for _, f in ipairs { "concat", "insert", "pack", "remove", "unpack", "sort", "maxn" } do
  case("table." .. f) case("table." .. f, 1) case("table." .. f, "x", 1) case("table." .. f, { 3, 1, 2 })
end
for _ = 1, 150 do case("table.sort", list(12, pick { word, whole })) end
for _ = 1, 150 do
  case("table.sort", list(pick { 4, 12, 40 }, whole), pick { callbacks.lt, callbacks.gt, callbacks.le,
    callbacks.always, callbacks.never, callbacks.abslt })
end
case("table.sort", { 1, 2 }, 1) case("table.sort", { 1, 2 }, nil) case("table.sort", {}, {})
case("table.maxn", { [5] = 1, [2.5] = 1, x = 1 })

-- Numbers -------------------------------------------------------------------------------------

for _ = 1, 25 do
  for _, f in ipairs { "abs", "ceil", "floor", "sqrt", "deg", "rad", "frexp", "modf", "exp", "log", "log10", "sin",
    "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh" } do
    local x = number()
    if not (f == "sin" or f == "cos" or f == "tan") or math.abs(x) < 1e6 then case("math." .. f, x) end
  end
  case("math.fmod", number(), number()) case("math.fmod", small(), small()) case("math.pow", small(), small())
  case("math.pow", number(), small()) case("math.atan2", number(), number()) case("math.atan2", small(), small())
  case("math.max", number(), number(), number()) case("math.min", number(), number(), number())
  case("math.ldexp", number(), rnd(2200) - 1100) case("math.ldexp", small(), small())
  case("math.log", math.abs(number()), pick { 2, 10, 3, 0.5, 16, 100 }) case("math.log", rnd(40), 10)
end
for _, x in ipairs { 0, -0.0, 0.5, -0.5, 1, -1, 0.25, 5e-324, 2.2250738585072014e-308, math.huge, -math.huge, 0 / 0 } do
  for _, f in ipairs { "abs", "ceil", "floor", "sqrt", "frexp", "modf", "log", "exp", "sin", "asin", "max", "min" } do
    case("math." .. f, x)
  end
  for _, y in ipairs { 0, -0.0, 1, -1, 0.5, math.huge, -math.huge, 0 / 0 } do
    case("math.pow", x, y) case("math.fmod", x, y) case("math.max", x, y) case("math.min", x, y) case("math.atan2", x, y)
  end
end
for _, f in ipairs { "abs", "fmod", "pow", "max", "min", "ldexp", "frexp", "log", "atan2", "random", "randomseed" } do
  if f ~= "random" then case("math." .. f) end
  case("math." .. f, "x") case("math." .. f, {})
  if f ~= "random" and f ~= "randomseed" then case("math." .. f, "2", "3") case("math." .. f, 1, "y") end
end
case("math.random", 0) case("math.random", 2, 1) case("math.random", 1, 2, 3) case("math.random", 1)
case("math.random", 5, 5) case("math.random", -0.5) case("math.randomseed", 5)

-- Bits ----------------------------------------------------------------------------------------

local function bits()
  return pick { rnd(2 ^ 30) * 4 + rnd(4), small(), rnd(256) - 1, 2 ^ 32 - rnd(5), -rnd(2 ^ 30), 2 ^ 31, 2 ^ 40 + rnd(9),
    rnd(20) / 4 - 2, -2 ^ 35 - 3, 2 ^ 52 + 1, 2 ^ 53 + 2, 1e300 }
end
for _ = 1, 60 do
  case("bit32.band", bits(), bits()) case("bit32.bor", bits(), bits(), bits()) case("bit32.bxor", bits(), bits())
  case("bit32.bnot", bits()) case("bit32.btest", bits(), bits()) case("bit32.lshift", bits(), rnd(80) - 40)
  case("bit32.rshift", bits(), rnd(80) - 40) case("bit32.arshift", bits(), rnd(80) - 40)
  case("bit32.lrotate", bits(), rnd(80) - 40) case("bit32.rrotate", bits(), rnd(80) - 40)
  case("bit32.extract", bits(), rnd(36) - 3, chance(70) and rnd(34) - 1 or nil)
  case("bit32.replace", bits(), bits(), rnd(36) - 3, chance(70) and rnd(34) - 1 or nil)
end
for _, f in ipairs { "band", "bor", "bxor", "bnot", "btest", "lshift", "rshift", "arshift", "lrotate", "rrotate",
  "extract", "replace" } do
  case("bit32." .. f) case("bit32." .. f, "7") case("bit32." .. f, "x") case("bit32." .. f, 1, "2")
  case("bit32." .. f, 1, {}) case("bit32." .. f, math.huge, 1) case("bit32." .. f, 0 / 0, 1)
end

-- Dates ---------------------------------------------------------------------------------------

for _ = 1, 120 do
  local t = pick { rnd(2 ^ 30) * 2, rnd(2 ^ 30) * 60, -rnd(2 ^ 30), rnd(400) * 86400 + 1e9, rnd(60) * 31536000 }
  case("os.date", "!" .. pick { "%c", "%x %X", "%a %A %b %B %h %d %e", "%H %I %M %S %p", "%j %U %W %w %u", "%y %Y %C",
    "%V %G %g", "%D %F %R %T %r", "%n%t%%", "%Ec %EC %Ex %EX %Ey %EY", "%Od %Oe %OH %OI %Om %OM %OS",
    "%OU %OV %Ow %OW %Oy", "%z %Z", "*t" }, t)
end
for _, f in ipairs { "!%", "!%Q", "!%Ez", "!%E", "!%s", "!%k", "!%P", "!a\0%Yb", "!", "!*tx", "!*", "!x%Q\0y", "!%5d" } do
  case("os.date", f, 0)
end
case("os.date", "!%c", 1e100) case("os.date", "x", "y") case("os.date", {}) case("os.difftime", 5, 3)
case("os.difftime") case("os.difftime", 5) case("os.difftime", "x") case("os.time", 1) case("os.time", {})
case("os.time", { year = 2020 }) case("os.time", { year = "x", month = 1, day = 1 })
