-- admin
shared.make = function() return function() return may() end end
-- guest
shared.mine = shared.make()
-- admin
assert(not shared.mine())
assert(shared.make()())
