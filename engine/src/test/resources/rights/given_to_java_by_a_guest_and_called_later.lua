keep(function() return may() end)
-- admin
assert(kept() == false)
