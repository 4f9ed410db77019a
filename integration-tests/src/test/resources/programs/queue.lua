-- A list that grows to a million, is walked, and shrinks again.
local t = {}
for i = 1, 1000000 do t[#t + 1] = i end
local sum = 0
for _, v in ipairs(t) do sum = sum + v end
for _ = 1, 1000000 do t[#t] = nil end
assert(#t == 0 and sum == 500000500000)
