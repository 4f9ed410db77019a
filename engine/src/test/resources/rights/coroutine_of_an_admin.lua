-- admin
-- same bindings
co = coroutine.wrap(function() while true do coroutine.yield(may()) end end)
assert(co())
-- guest
assert(not co())
function resume() return co() end
-- admin
assert(not resume() and co())
