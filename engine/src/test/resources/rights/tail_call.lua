-- admin
shared.act = function(name) return may(name) end
-- guest
shared.f = function() return shared.act("evil") end
-- admin
assert(shared.act("good") and not shared.f())
