shared.f = function() return load("return may()")() end
shared.g = function() return load("return may()") end
shared.h = load("return may()")
-- admin
assert(not shared.f() and not shared.g()() and not shared.h())
assert(load("return may()")())
