-- User mode, as all.lua sets it up, for one file at a time.
_U, _soft, _port, _nomsg = true, true, true, true
T = nil
package.path = file:match("^.*/") .. "?.lua;" .. package.path

function Message() end

-- gc.lua calls this where it wants a full collection.
function GC()
  collectgarbage()
  collectgarbage()
end

-- Hooks are not offered; the suite at least finds again what it has set.
local hooks, main = setmetatable({}, { __mode = "k" }), {}

function debug.sethook(co, hook, mask, count)
  if type(co) ~= "thread" then
    co, hook, mask, count = main, co, hook, mask
  end
  hooks[co] = hook and { hook, mask, count or 0 }
end

function debug.gethook(co)
  local set = hooks[co or main]
  if set then
    return set[1], set[2], set[3]
  end
end
