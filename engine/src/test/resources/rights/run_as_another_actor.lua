-- same bindings
-- admin
local guest = security.with_actor(security.new_actor("guest"))
local function who() return security.actor():id() end
assert(may() and not guest:call(may) and may())
assert(guest:call(who) == "guest" and who() == "admin")
assert(guest:call(function(...) return select("#", ...) end, nil, nil) == 2)

-- A function that is called has the fewer rights of the two however it got there.
local function ask() return may() end
assert(not guest:call(ask) and not guest:call(function() return ask() end))
local ok, got = guest:call(pcall, may)
assert(ok and not got)
assert(not select(2, coroutine.resume(coroutine.create(function() return guest:call(may) end))))

-- What fails ends it, too; what yields goes on with it.
assert(not pcall(guest.call, guest, error, "x") and who() == "admin" and may())
local co = coroutine.wrap(function()
  return guest:call(function() coroutine.yield(who()) return who(), may() end)
end)
assert(co() == "guest" and who() == "admin")
local actor, allowed = co()
assert(actor == "guest" and not allowed)

-- A task that begins there stays there.
local done = channel.new(1)
guest:call(function()
  coroutine.spawn(function() coroutine.yield() done:send({ who(), may() }) end)
end)
local seen = done:receive()
assert(seen[1] == "guest" and seen[2] == false)

-- The innermost says who asks, and nobody gets back what was taken away.
local admin = security.with_actor(security.actor())
assert(admin:call(may) and admin:call(who) == "admin")
assert(admin:call(guest.call, guest, who) == "guest")
assert(guest:call(function() return admin:call(who) end) == "admin")
assert(not guest:call(function() return admin:call(may) end))
assert(not pcall(guest.call, guest, security.with_actor, security.actor()))

-- A scope of one's own, too.
local nothing = security.with_actor(security.actor(), security.new_scope())
assert(not nothing:call(may) and nothing:call(who) == "admin")
assert(#nothing:call(function() return security.scope():policies() end) == 0)
as_admin = admin
-- guest
assert(not as_admin:call(may) and as_admin:call(function() return security.actor():id() end) == "admin")
assert(not pcall(security.with_actor, security.actor()))
