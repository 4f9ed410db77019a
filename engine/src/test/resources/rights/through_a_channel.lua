-- same bindings
ch = channel.new(1)
ch:send(function() return may() end)
-- admin
local f = ch:receive()
assert(not f())
