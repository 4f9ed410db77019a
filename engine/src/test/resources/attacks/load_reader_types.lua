-- A reader must return strings; anything else is an error, not a crash.
for _, bad in ipairs({ {}, print, true, coroutine.create(print) }) do
  local f, message = load(function() return bad end)
  assert(f == nil and message:find("reader function must return a string"))
end
assert(load(function() error({}) end) == nil)
local f, e = load(function() error("x", 0) end)
assert(f == nil and e == "x")
assert(not pcall(load, setmetatable({}, { __call = function() return "x = 1" end })))
