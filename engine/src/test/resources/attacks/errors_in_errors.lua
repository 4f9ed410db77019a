-- Errors in tostring, in handlers and in error objects stay Lua errors.
local bad = setmetatable({}, { __tostring = function() error("again") end })
assert(not pcall(tostring, bad) and not pcall(print, bad))
assert(select(2, pcall(error, bad)) == bad)
assert(xpcall(error, function() error("x") end) == false)
assert(not pcall(error, nil) and not pcall(error) and not pcall(error, error))
assert(not pcall(error, "x", 1e300) and not pcall(error, "x", -1) and not pcall(error, "x", 0 / 0))
