-- The metatable that all strings share cannot be had or changed; at level 5.4 that of the script's own strings can.
assert(not pcall(setmetatable, "", {}))
if _VERSION == "Lua 5.4" then
  getmetatable("").__index = function() return function() return "changed" end end
  assert(("x"):upper() == "changed")
  return
end
assert(type(getmetatable("")) == "string")
assert(not pcall(function() getmetatable("").__index = {} end))
assert(not pcall(rawset, getmetatable(""), "__index", {}))
