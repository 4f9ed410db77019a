-- admin
-- same bindings
function act(name) return may(name) end
-- guest
function f() return act("evil") end
function g() return f() end
-- admin
assert(act("good") and not f() and not g())
