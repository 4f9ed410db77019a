-- Formats that C would choke on are errors.
for _, f in ipairs({ "%", "%y", "%100d", "%.100f", "%n", "%#########d", "%1$s", "%*d", "%ls", "%\0" }) do
  assert(not pcall(string.format, f, 1), f)
end
assert(not pcall(string.format, "%d", "x") and not pcall(string.format, "%c"))
assert(not pcall(string.format, "%d", 2 ^ 63))
assert(not pcall(string.format, "%x", -1) or _VERSION == "Lua 5.4" and ("%x"):format(-1) == "ffffffffffffffff")
