-- Finalizers are not run, so that none can run outside of the script's limits.
local ran = false
setmetatable({}, { __gc = function() ran = true end })
for _ = 1, 3 do collectgarbage() end
assert(not ran)
