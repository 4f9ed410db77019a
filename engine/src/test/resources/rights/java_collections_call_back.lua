shared.f = function(x) shared.seen = may() return x end
-- admin
list:forEach(shared.f)
assert(shared.seen == false)
shared.seen = nil
assert(#list:stream():map(shared.f):toList() == #list and shared.seen == false)
