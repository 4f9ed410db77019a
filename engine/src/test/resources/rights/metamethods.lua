-- same bindings
local meta = {}
for _, event in ipairs({ "__index", "__call", "__add", "__concat", "__len", "__unm", "__tostring" }) do
  meta[event] = function() return event == "__tostring" and tostring(may()) or may() end
end
meta.__newindex = function(t, k, v) seen = may() end
meta.__eq = function() return may() end
meta.__lt = function() return may() end
object = setmetatable({}, meta)
other = setmetatable({}, meta)
-- admin
assert(may())
assert(object.x == false and object() == false and object + 1 == false and object .. "" == false)
assert(#object == false and -object == false and tostring(object) == "false")
assert(not (object == other) and not (object < other))
object.y = 1
assert(seen == false)
