-- __metatable locks, whatever its value.
for _, lock in ipairs({ "locked", 1, {}, print }) do
  local t = setmetatable({}, { __metatable = lock, __index = { secret = 1 } })
  assert(getmetatable(t) == lock)
  assert(not pcall(setmetatable, t, {}) and not pcall(setmetatable, t, nil))
  assert(t.secret == 1)
end
local t = setmetatable({}, { __metatable = false })
assert(getmetatable(t) == false and not pcall(setmetatable, t, {}))
