shared.f = function() error("x") end
shared.handler = function() return may() end
-- admin
local ok, allowed = xpcall(error, shared.handler)
assert(not ok and not allowed)
local _, second = pcall(shared.handler)
assert(not second)
local _, third = xpcall(shared.f, function() return may() end)
assert(third ~= nil)
