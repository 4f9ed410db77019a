-- admin
-- same bindings
function compile(text) return load(text) end
-- guest
function make() return compile("return may()") end
-- admin
f = make()
assert(not f() and compile("return may()")())
