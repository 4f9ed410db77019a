-- Nothing of os reaches the host.
for name in pairs(os) do
  assert(({ time = 1, date = 1, clock = 1, difftime = 1, platform = 1 })[name], name)
end
assert(io == nil and dofile == nil and loadfile == nil)
assert(not pcall(os.date, "%Ez") and not pcall(os.date, "*t", "x"))
pcall(os.date, "*t", 1e300)
pcall(os.time, { year = 1e300, month = -1e300, day = 0 / 0 })
