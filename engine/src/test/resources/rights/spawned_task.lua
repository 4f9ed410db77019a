-- same bindings
function go() coroutine.spawn(function() seen = may() end) end
function lure() coroutine.spawn(act, "evil") end
-- admin
function act(name) shared.lured = may(name) end
go()
assert(seen == false)
lure()
assert(shared.lured == false)
coroutine.spawn(act, "good")
assert(shared.lured == true)
