-- Malformed patterns are errors, never anything of Java's.
for _, p in ipairs({ "[", "[^", "[]", "[a-", "%", "(", ")", "(()", "%1", "%b", "%bx", "%f", "[%", "(%1)" }) do
  local ok, e = pcall(string.find, "xyz%[](", p)
  assert(ok or type(e) == "string" and not e:find("Exception"), p)
end
for _, r in ipairs({ "%", "%2", "%x" }) do
  assert(not pcall(string.gsub, "x", "x", r), r)
end
assert(not pcall(string.rep, "x", 1e300) and not pcall(string.rep, "x", 2 ^ 31))
if _VERSION == "Lua 5.4" then
  assert(not pcall(string.rep, "x", -1e300) and not pcall(string.rep, "x", 0 / 0))
else
  assert(("x"):rep(-1e300) == "" and ("x"):rep(0 / 0) == "")
end
