-- Weak tables hold what is alive and lose what is not, without harm.
local t = setmetatable({}, { __mode = "kv" })
for i = 1, 1000 do t[{}] = {} t[i] = {} end
collectgarbage()
for k, v in pairs(t) do assert(k ~= nil and v ~= nil) end
setmetatable(t, { __mode = "nonsense" })
setmetatable(t, { __mode = 1 })
t.x = 1
assert(t.x == 1)
