shared.each = function() local n = 0 return function() n = n + 1 if n < 3 then return n, may() end end end
-- admin
for _, allowed in shared.each() do assert(allowed == false) end
