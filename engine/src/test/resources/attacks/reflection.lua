-- Strings, numbers and functions are no Java objects.
for _, v in ipairs({ "", 1, true, print, coroutine.create(print) }) do
  for _, name in ipairs({ "class", "getClass", "hashCode", "notify", "wait", "toString" }) do
    local ok, found = pcall(function() return v[name] end)
    assert(not ok or found == nil, name)
  end
end
assert(luajava == nil and java == nil and Packages == nil and javax == nil)
