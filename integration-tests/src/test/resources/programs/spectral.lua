-- Calls and fractions: ten steps of the power method on a matrix of 120 rows.
local function A(i, j)
  local ij = i + j - 1
  return 1.0 / (ij * (ij - 1) * 0.5 + i)
end

local function multiply(x, y, n)
  for i = 1, n do
    local a = 0
    for j = 1, n do a = a + x[j] * A(i, j) end
    y[i] = a
  end
end

local function multiplyTransposed(x, y, n)
  for i = 1, n do
    local a = 0
    for j = 1, n do a = a + x[j] * A(j, i) end
    y[i] = a
  end
end

local n = 120
local u, v, t = {}, {}, {}
for i = 1, n do u[i] = 1 end
for _ = 1, 10 do
  multiply(u, t, n)
  multiplyTransposed(t, v, n)
  multiply(v, t, n)
  multiplyTransposed(t, u, n)
end
assert(u[1] > 0)
