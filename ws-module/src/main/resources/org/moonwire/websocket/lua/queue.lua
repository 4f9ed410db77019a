-- A bounded queue between the task that reads a connection and those that use what it reads
-- (ws-module/manual/protocols.md).

local queue = {}

local Queue = {}
Queue.__index = Queue

local POLICIES = { block = true, drop_oldest = true, drop_newest = true, close = true }
local MAX_CAPACITY = 100000

function queue.new(options)
  options = options or {}
  local capacity, overflow = options.capacity or 256, options.overflow or "block"
  if type(capacity) ~= "number" or capacity < 1 or capacity > MAX_CAPACITY or capacity % 1 ~= 0 then
    error("capacity must be a whole number from 1 to " .. MAX_CAPACITY .. ", not `" .. tostring(capacity) .. "`", 2)
  end
  if not POLICIES[overflow] then
    error("overflow must be block, drop_oldest, drop_newest or close, not `" .. tostring(overflow) .. "`", 2)
  end
  return setmetatable({ values = channel.new(capacity), overflow = overflow, lost = 0 }, Queue)
end

local function offered(values, value)
  return not channel.select({ values:case_send(value), default = true }).default
end

-- Puts a value in. False if it was not, with what is wrong if the queue has ended.
function Queue:put(value)
  if self.ended then
    return false, self.failure
  end
  if self.overflow == "block" then
    local sent = self.values:send(value)
    return sent == true, self.failure
  end
  if offered(self.values, value) then
    return true
  end
  self.lost = self.lost + 1
  if self.overflow == "close" then
    self:close(errors.new {
      message = "the queue is full: its reader is too slow", kind = errors.RATE_LIMITED, retryable = false,
    })
    return false, self.failure
  end
  if self.overflow == "drop_newest" then
    return false
  end
  channel.select { self.values:case_receive(), default = true }
  return offered(self.values, value)
end

-- The oldest value and true; else nil, false, and "timeout", or why the queue has ended.
function Queue:receive(timeout)
  local value, ok, why
  if timeout == nil then
    value, ok, why = self.values:receive()
  else
    value, ok, why = self.values:receive(timeout)
  end
  if ok then
    return value, true
  end
  return nil, false, why or self.failure
end

-- For channel.select.
function Queue:case_receive()
  return self.values:case_receive()
end

-- How many values were dropped so far.
function Queue:dropped()
  return self.lost
end

-- What is in the queue can still be received; then comes `failure`.
function Queue:close(failure)
  if not self.ended then
    self.ended, self.failure = true, failure
    self.values:close()
  end
end

return queue
