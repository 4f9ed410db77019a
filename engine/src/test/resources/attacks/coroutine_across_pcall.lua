-- The sandbox holds inside coroutines and their errors as outside.
local co = coroutine.wrap(function()
  local ok, e = pcall(function() coroutine.yield(io, os.execute, debug.getinfo) error({}) end)
  return ok, type(e)
end)
assert(select("#", co()) == 3 and select("#", co()) == 2)
assert(io == nil and os.execute == nil)
