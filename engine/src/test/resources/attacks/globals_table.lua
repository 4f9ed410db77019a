-- The host's configuration is neither seen nor set.
for k in pairs(_G) do
  assert(not tostring(k):find("^javax%.script%.") and not tostring(k):find("^moonwire%."), k)
end
assert(_G["javax.script.filename"] == nil and _G["moonwire.timeout"] == nil)
assert(not pcall(function() _G["moonwire.timeout"] = "1h" end))
assert(not pcall(rawset, _G, "moonwire.memory", 0))
