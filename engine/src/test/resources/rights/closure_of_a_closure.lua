shared.f = function() return function() return may() end end
-- admin
assert(not shared.f()())
