shared.f = function() return may() end
-- admin
assert(may() and not shared.f())
