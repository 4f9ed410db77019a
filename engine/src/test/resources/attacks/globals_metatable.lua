-- A script may arm its globals, which changes only what it does itself.
setmetatable(_G, { __index = function(_, k) return k end, __newindex = function() error("no") end })
assert(some_name == "some_name")
assert(not pcall(function() some_name = 1 end))
setmetatable(_G, nil)
