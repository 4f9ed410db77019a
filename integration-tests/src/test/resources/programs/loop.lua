-- Arithmetic on whole numbers in a numeric loop.
local s = 0
for i = 1, 5000000 do
  s = (s * 3 + i) % 1000003
end
assert(s >= 0)
