-- No door from a bound object to its class, its loader, or a thread.
for _, name in ipairs({ "class", "getClass", "wait", "notify", "notifyAll", "finalize" }) do
  local ok, found = pcall(function() return list[name] end)
  assert(not ok or found == nil, name)
end
assert(not pcall(function() return list:getClass() end))
assert(not pcall(function() return list:iterator():getClass() end))
assert(not pcall(function() return list:stream():getClass():getClassLoader() end))
