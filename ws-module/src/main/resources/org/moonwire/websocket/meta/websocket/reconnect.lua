---@meta websocket.reconnect

---Connections that come back.
---@class websocket.reconnect
local reconnect = {}

---@class websocket.reconnect.Options
---@field connect? websocket.Options|fun(connects: integer): websocket.Options? of each connection
---@field on_open? fun(client: websocket.Client, connects: integer): any run on each before anything else is sent; `false` or `nil, err` is a failure
---@field min_delay? DurationLike the first wait; default `"500ms"`
---@field max_delay? DurationLike the longest wait; default `"30s"`
---@field attempts? integer failures in a row that end it; default 0, any number
---@field retry? fun(err: Error): boolean whether a failure is worth another attempt
---@field buffer? integer messages that wait for the next connection, 0 to 100000; default 0
---@field capacity? integer of what is received, 1 to 100000; default 256
---@field overflow? websocket.queue.Overflow default `"block"`

---News of a connection.
---@class websocket.reconnect.Open
---@field type "open"
---@field attempt integer the number of the connection
---@field resent integer messages of the buffer that went out on it
---@field lost integer those that were lost for want of room
---@field down? Duration how long there was no connection
---@field cause? Error why the last one ended

---@class websocket.reconnect.Stats
---@field connects integer
---@field failures integer
---@field lost integer
---@field dropped integer
---@field waiting integer

---@class websocket.reconnect.Feed
local Feed = {}

---Returns at once; a task connects, and again after each end.
---@param url string|fun(): string
---@param options? websocket.reconnect.Options
---@return websocket.reconnect.Feed
function reconnect.new(url, options) end

---The next message, or news of a connection, and `true`; at the end `nil, false, err`.
---@param timeout? DurationLike default for ever
---@return websocket.Message|websocket.reconnect.Open|nil message
---@return boolean ok
---@return "timeout"|Error|nil why
function Feed:receive(timeout) end

---For `channel.select`.
---@return channel.Case
function Feed:case_receive() end

---Iterates over the messages alone.
---@return fun(): websocket.Message?
function Feed:messages() end

---Sends a message; without a connection it waits in the buffer.
---@param data string
---@param type? 1|2 `websocket.TEXT` (default) or `websocket.BINARY`
---@return boolean ok
---@return Error? err
function Feed:send(data, type) end

---@return "connecting"|"open"|"waiting"|"closed" state
---@return Error? last
function Feed:state() end

---@return websocket.reconnect.Stats
function Feed:stats() end

---Ends it for good.
---@param code? integer default 1000
---@param reason? string
---@return true
function Feed:close(code, reason) end

return reconnect
