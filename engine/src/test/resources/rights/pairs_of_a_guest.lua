-- same bindings
object = setmetatable({}, { __pairs = function() return function(_, k) if not k then return 1, may() end end end })
-- admin
for _, allowed in pairs(object) do assert(allowed == false) end
