-- same bindings
function print() seen = may() end
-- admin
print("x")
assert(seen == false)
