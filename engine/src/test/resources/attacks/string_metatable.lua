-- The metatable that all strings share cannot be had or changed.
assert(type(getmetatable("")) == "string")
assert(not pcall(setmetatable, "", {}))
assert(not pcall(function() getmetatable("").__index = {} end))
assert(not pcall(rawset, getmetatable(""), "__index", {}))
