-- Nor those of the other basic types.
for _, v in pairs({ 1, true, print, coroutine.create(print), function() end }) do
  assert(getmetatable(v) == nil)
  assert(not pcall(setmetatable, v, {}))
end
assert(getmetatable(nil) == nil and not pcall(setmetatable, nil, {}))
