-- What Lua 5.1 had to get at environments is not there.
assert(getfenv == nil and setfenv == nil and newproxy == nil)
