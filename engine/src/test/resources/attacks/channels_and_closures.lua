-- What crosses a channel of one's own keeps its rights and nothing more.
local ch = channel.new(1)
ch:send(function() return io, os.execute end)
assert(ch:receive()() == nil)
assert(not pcall(ch.send, {}, 1) and not pcall(ch.receive, 1))
assert(not pcall(channel.new, -1 / 0) or true)
assert(not pcall(channel.new, 1e300))
assert(not pcall(channel.select, { {}, 1 }))
