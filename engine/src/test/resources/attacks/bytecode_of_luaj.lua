-- The header that LuaJ's own loader accepts, number format and all.
local header = "\27LuaR\0\0\4\4\4\8\0\25\147\r\n\26\n"
assert(load(header .. ("\0"):rep(200)) == nil)
assert(load(header .. ("\0"):rep(200), "x", "bt") == nil)
