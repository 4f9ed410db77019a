---@meta websocket.socketio

---Socket.IO 4 over WebSocket.
---@class websocket.socketio
local socketio = {}

---@class websocket.socketio.Options
---@field namespace? string default `"/"`
---@field auth? table
---@field path? string default `"/socket.io/"`
---@field timeout? DurationLike default `"20s"`
---@field connect? websocket.Options
---@field capacity? integer of events, 1 to 100000; default 256
---@field overflow? websocket.queue.Overflow default `"block"`

---@class websocket.socketio.Event
---@field name string
---@field args any[]
---@field ack? fun(...: any): boolean, Error? if the server wants to hear

---@class websocket.socketio.Socket
---@field id string the server's name for this socket
local Socket = {}

---Connects to a namespace and waits until the server has let us in.
---@param url string `ws`, `wss`, `http` or `https`
---@param options? websocket.socketio.Options
---@return websocket.socketio.Socket? socket
---@return Error? err
function socketio.connect(url, options) end

---Marks bytes among the arguments of an event.
---@param bytes string
---@return table
function socketio.binary(bytes) end

---Sends an event.
---@param name string
---@param ... any
---@return boolean ok
---@return Error? err
function Socket:emit(name, ...) end

---Sends an event and waits until the server acknowledges it.
---@param name string
---@param args? any[]
---@param timeout? DurationLike default that of `connect`
---@return any[]? answer
---@return Error? err
function Socket:request(name, args, timeout) end

---The next event and `true`; at the end `nil, false, why`.
---@param timeout? DurationLike default for ever
---@return websocket.socketio.Event? event
---@return boolean ok
---@return "timeout"|Error|nil why
function Socket:receive(timeout) end

---For `channel.select`.
---@return channel.Case
function Socket:case_receive() end

---@return integer
function Socket:dropped() end

---Another namespace on the same connection.
---@param namespace string
---@param auth? table
---@return websocket.socketio.Socket? socket
---@return Error? err
function Socket:of(namespace, auth) end

---Leaves the namespace, and closes the connection with the last one.
---@return true
function Socket:close() end

return socketio
