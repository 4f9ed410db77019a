shared.less = function(a, b) seen = may() shared.seen = seen return a < b end
-- admin
table.sort({ 2, 1, 3 }, shared.less)
assert(shared.seen == false)
