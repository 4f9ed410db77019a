---@meta websocket.queue

---Bounded queues between the task that reads a connection and those that use what it reads.
---@class websocket.queue
local queue = {}

---What happens to a value for which there is no room: its sender waits, the oldest makes room, it is dropped, the queue ends.
---@alias websocket.queue.Overflow "block"|"drop_oldest"|"drop_newest"|"close"

---@class websocket.queue.Options
---@field capacity? integer how many values it holds, 1 to 100000; default 256
---@field overflow? websocket.queue.Overflow default `"block"`

---@class websocket.queue.Queue
local Queue = {}

---@param options? websocket.queue.Options
---@return websocket.queue.Queue
function queue.new(options) end

---Puts a value in.
---@param value any
---@return boolean ok false if it was dropped, or the queue has ended
---@return Error? err after the end
function Queue:put(value) end

---The oldest value and `true`; else `nil, false, why`.
---@param timeout? DurationLike default for ever
---@return any value
---@return boolean ok
---@return "timeout"|Error|nil why
function Queue:receive(timeout) end

---For `channel.select`.
---@return channel.Case
function Queue:case_receive() end

---How many values were dropped so far.
---@return integer
function Queue:dropped() end

---Ends it behind what is there.
---@param err? Error what its readers get then
function Queue:close(err) end

return queue
