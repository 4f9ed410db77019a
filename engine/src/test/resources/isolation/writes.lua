-- Every way that a script has to change what it found; each line is run by itself.
string.foo = 1
math.pi = 3
math.huge = nil
rawset(string, "upper", nil)
rawset(math, 1, "item")
package.loaded.x = 1
package.loaded.string = {}
package.loaded.string.foo = 1
package.preload.x = function() return 1 end
package.path = "x"
table.insert(table, "item")
table.insert(os, 1, 2) table.remove(os)
for k in pairs(string) do string[k] = nil end
for k, v in next, math do math[k] = v end math.abs = nil
setmetatable(string, {__index = function() return 7 end})
setmetatable(math, {__newindex = function() end, __metatable = "mine"})
setmetatable(table, {__mode = "v"})
setmetatable(_G, {__index = function() return 7 end})
local t = {} for i = 1, 9 do bit32[i] = 9 - i end table.sort(bit32)
table.sort(string)
coroutine.yield = nil
debug.traceback = nil
_G.print = nil
print = nil
_G._G = nil
_G.string = nil
string = {}
rawset(_G, "pairs", nil)
_ENV.type = 5
_VERSION = "x"
require = nil
load("math.pi = 4 string.rep = nil")()
load("upper = 5", "x", "t", string)()
select("#", table.unpack(setmetatable(table, nil)))
math.randomseed(42)
collectgarbage("stop")
