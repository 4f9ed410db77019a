-- Strange keys and values are errors.
for _, key in ipairs({ {}, print, 0 / 0, 1e300, -1, 1.5, "\255", "" }) do
  pcall(function() return list[key] end)
  pcall(function() list[key] = 1 end)
end
assert(not pcall(function() list[{}] = 1 end))
