-- Options of the collector change nothing in the JVM.
for _, o in ipairs({ "stop", "restart", "setpause", "setstepmul", "generational", "incremental" }) do
  pcall(collectgarbage, o, 1e300)
  pcall(collectgarbage, o, -1)
end
assert(not pcall(collectgarbage, "nonsense") and not pcall(collectgarbage, {}))
assert(type(collectgarbage("count")) == "number")
