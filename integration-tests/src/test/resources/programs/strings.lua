-- Strings: 300,000 small ones, joined and searched with a pattern.
local t = {}
for i = 1, 300000 do t[#t + 1] = "item" .. i end
local s = table.concat(t, ",")
local count = 0
for _ in s:gmatch("%d+") do count = count + 1 end
assert(count == 300000)
