shared.give = function() keep(may) end
-- admin
shared.give()
assert(kept() == false)
keep(may)
assert(kept() == true)
