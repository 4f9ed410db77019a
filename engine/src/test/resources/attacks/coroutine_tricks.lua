-- Coroutines that resume themselves, die, or yield where they must not.
local co
co = coroutine.create(function() return coroutine.resume(co) end)
local ok, inner = coroutine.resume(co)
assert(ok and inner == false)
assert(coroutine.resume(co) == false)
local w
w = coroutine.wrap(function() return pcall(w) end)
assert(w() == false)
assert(not pcall(table.sort, { 1, 2, 3 }, coroutine.yield))
assert(not pcall(string.gsub, "x", "x", coroutine.wrap(function() coroutine.yield({}) end)))
assert(select(2, coroutine.resume(coroutine.running())):find("cannot resume"))
for _, f in ipairs({ print, coroutine.create, coroutine.running }) do
  assert(coroutine.resume(coroutine.create(f), f))
end
