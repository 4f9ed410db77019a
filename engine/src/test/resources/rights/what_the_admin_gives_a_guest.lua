-- admin
shared.f = function() return may() end
shared.once = list:stream():map(function() return may() end)
-- guest
assert(not shared.f())
