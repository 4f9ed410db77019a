-- The methods of channels and times are the same for all engines: nobody can change them.
local ch = channel.new(1)
assert(type(getmetatable(ch)) == "string")
assert(not pcall(setmetatable, ch, {}))
assert(not pcall(function() ch.send = print end))
assert(not pcall(rawset, ch, "send", print))
