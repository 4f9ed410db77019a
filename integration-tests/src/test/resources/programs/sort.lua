-- Sorting 100,000 numbers up, and down again with an order function.
local seed, t = 42, {}
for i = 1, 100000 do
  seed = (seed * 16807) % 2147483647
  t[i] = seed
end
table.sort(t)
table.sort(t, function(a, b) return a > b end)
assert(t[1] >= t[2])
