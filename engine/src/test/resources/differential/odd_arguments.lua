-- Calls every function of the libraries with odd arguments, in as many `rounds` of random ones. Returns what came back that sounds like
-- Java: errors and results, with the call that gave them.

local rounds = rounds
local function fails() error("it fails", 0) end
local odd = {
  "", "x", "\0", "%", "%5", "[", "(", "*a", "0x10", ("x"):rep(300), "\255\254", "2024-01-01", "{}",
  true, false, 0, -1, 1, 1.5, 0 / 0, 1 / 0, -1 / 0, 2 ^ 31, -2 ^ 31, 2 ^ 53, 2 ^ 63, -2 ^ 63, 1e308,
  {}, {1, 2, 3}, {n = 1 / 0}, {[1 / 0] = 1, x = {}}, {"x", false, {}},
  setmetatable({}, {__index = fails, __newindex = fails, __len = fails, __tostring = fails}),
  setmetatable({}, {__len = function() return "x" end, __tostring = function() return {} end}),
  setmetatable({}, {__pairs = function() return 1 end, __ipairs = function() end, __lt = fails}),
  print, function() end, function(...) return ... end, fails,
  coroutine.create(function() end), coroutine.wrap(function() coroutine.yield(1) end),
  io and io.stdout or 5, channel.new(1), time and time.now(), errors and errors.new("x"),
}
local n = #odd + 1 -- the last one is nil

-- What ends the run, waits, starts processes, leaves files, or reaches into this chunk.
local left_out = {
  ["os.exit"] = 1, ["os.execute"] = 1, ["os.remove"] = 1, ["os.rename"] = 1, ["os.tmpname"] = 1,
  ["io.popen"] = 1, ["io.output"] = 1, ["io.open"] = 1, ["io.tmpfile"] = 1, ["io.close"] = 1,
  ["coroutine.spawn"] = 1, ["coroutine.yield"] = 1, ["time.sleep"] = 1, ["channel.select"] = 1,
  ["debug.setlocal"] = 1, ["debug.upvaluejoin"] = 1, ["debug.setupvalue"] = 1,
  ["crypto.pbkdf2"] = 1, ["module"] = 1, ["collectgarbage"] = 1, ["print"] = 1, ["setmetatable"] = 1,
}

local words = {
  "java%.", "javax%.", "org%.", "com%.", "Exception", "because \"", "Cannot ", "cannot be cast",
  "for length", "internal error", "^class ", " class ", "@%x%x%x%x%x%x", "%f[%w]Java heap", "luaj",
}
local found, seen = {}, {}

local debug, pcall, tostring, select, type, ipairs = debug, pcall, tostring, select, type, ipairs
local find, getmetatable = string.find, debug.getmetatable

local function look(name, ...)
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    if type(value) == "userdata" then
      local ok, text = pcall(tostring, value)
      value = text
    end
    for _, word in ipairs(words) do
      if type(value) == "string" and #value < 1000 and find(value, word) and not seen[name .. value] then
        seen[name .. value] = true
        found[#found + 1] = name .. ": " .. value
      end
    end
  end
end

local function try(name, f, ...)
  look(name, pcall(f, ...))
  if debug.setmetatable then
    for _, value in ipairs({true, 0, print, coroutine.create(print)}) do
      debug.setmetatable(value, nil)
    end
    debug.setmetatable(nil, nil)
  end
end

local seed = 42
local function random(m)
  seed = (seed * 16807) % 2147483647
  return seed % m + 1
end

local function tryAll(name, f)
  try(name, f)
  for i = 1, n do
    try(name, f, odd[i])
  end
  for i = 1, rounds do
    try(name, f, odd[random(n)], odd[random(n)])
    try(name, f, odd[random(n)], odd[random(n)], odd[random(n)])
    try(name, f, odd[random(n)], odd[random(n)], odd[random(n)], odd[random(n)], odd[random(n)])
  end
end

local functions = {}
for name, value in pairs(_G) do
  if type(value) == "function" then
    functions[name] = value
  end
end
for library in
  ([[bit32 coroutine debug io math os package string table base64 channel compress crypto env errors
     hash json logger security struct time url uuid]]):gmatch("%a+%d*")
do
  local ok, functionsOf = pcall(require, library)
  if ok and type(functionsOf) == "table" then
    for name, value in pairs(functionsOf) do
      if type(value) == "function" then
        functions[library .. "." .. name] = value
      end
    end
  end
end
local count = 0
for name, f in pairs(functions) do
  if not left_out[name] then
    tryAll(name, f)
    count = count + 1
  end
end
for _, name in ipairs({"close", "flush", "lines", "read", "seek", "setvbuf", "write", "__gc", "__tostring"}) do
  if io and io.stdin[name] then
    tryAll("file:" .. name, io.stdin[name])
  end
end
return {count = count, found = table.concat(found, "\n")}
