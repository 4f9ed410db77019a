shared.f = function() return may() end
-- admin
assert(elsewhere(shared.f) == false)
assert(elsewhere(function() return may() end) == true)
