-- same bindings
co = coroutine.create(function() coroutine.yield(may()) return may() end)
wrapped = coroutine.wrap(function() coroutine.yield(may()) return may() end)
-- admin
for _ = 1, 2 do
  local ok, allowed = coroutine.resume(co)
  assert(ok and allowed == false)
  assert(wrapped() == false)
end
