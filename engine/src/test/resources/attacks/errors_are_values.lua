-- Error objects carry nothing of Java.
local ok, e = pcall(function() return list:get(1e6) end)
assert(not ok)
for _, name in ipairs({ "class", "getCause", "cause", "getStackTrace", "stackTrace" }) do
  local found_ok, found = pcall(function() return e[name] end)
  assert(not found_ok or found == nil or type(found) == "string" or type(found) == "function", name)
end
assert(not pcall(function() return e:getClass() end))
assert(not tostring(e):find("at java%."))
