---@meta channel

---A Go-style channel.
---@class Channel: userdata
local Channel = {}

---Hands a value to a receiver or into the channel; waits for room. Further arguments are ignored.
---@param value any
---@return true? ok nil if the channel was closed meanwhile; raises if it was closed before
---@return Error? err
function Channel:send(value) end
---Waits for the next value, for `timeout` at most. `value, true`; `nil, false` at the end of the channel; `nil, false, "timeout"`.
---@param timeout? DurationLike nanoseconds as a number; 0 or less does not wait; default for ever
---@return any value
---@return boolean ok
---@return "timeout"? why
function Channel:receive(timeout) end
---What is in the channel can still be received.
function Channel:close() end
---@return channel.Case
function Channel:case_receive() end
---@param value any
---@return channel.Case
function Channel:case_send(value) end

---One alternative of a select.
---@class channel.Case: userdata

---@class channel.Cases
---@field [integer] channel.Case the first that can be done is
---@field default? boolean `true`: does not wait
---@field timeout? DurationLike waits so long at most

---@class channel.Selected
---@field channel? Channel of the case that was done
---@field value? any received or sent
---@field ok boolean false at the end of the channel, and at the end of the time
---@field default? true nothing could be done, and the select was not to wait
---@field timeout? true nothing could be done in time

---@class channel
channel = {}

---@param size? integer how many values it holds, 0 to 16777216; default 0
---@return Channel
function channel.new(size) end
---@param cases channel.Cases
---@param default? boolean as the field of that name
---@return channel.Selected
function channel.select(cases, default) end

return channel
