-- admin
shared.opener = function(name) return function() return may(name) end end
-- guest
shared.f = shared.opener("secret")
-- admin
assert(not shared.f() and shared.opener("own")())
