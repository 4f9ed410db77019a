-- Coroutines: 100,000 made, run and ended.
local create, resume = coroutine.create, coroutine.resume
local function body() end
for _ = 1, 100000 do resume(create(body)) end
