-- Extreme indices and bad comparators.
assert(not pcall(table.concat, {}, "", 1, 2 ^ 53) and not pcall(table.unpack, {}, 1, 2 ^ 31))
assert(not pcall(table.unpack, {}, -2 ^ 53, 2 ^ 53) and not pcall(table.insert, {}, 5, 1))
pcall(table.sort, { 3, 1, 2, 5, 4, 1, 2 }, function() return true end)
pcall(table.sort, { 1, "x", {} })
assert(not pcall(next, {}, "x") and not pcall(rawset, {}, nil, 1) and not pcall(rawset, {}, 0 / 0, 1))
local t = {}
t[1e300], t[-2 ^ 53], t[2 ^ 31] = 1, 2, 3
assert(t[1e300] == 1 and t[-2 ^ 53] == 2 and t[2 ^ 31] == 3 and #t == 0)
assert(not pcall(setmetatable({}, { __len = function() return {} end }).x or table.insert,
  setmetatable({}, { __len = function() return {} end }), 1))
