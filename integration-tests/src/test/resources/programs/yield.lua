-- Coroutines: 100,000 times resume and yield.
local co = coroutine.wrap(function() while true do coroutine.yield() end end)
for _ = 1, 100000 do co() end
