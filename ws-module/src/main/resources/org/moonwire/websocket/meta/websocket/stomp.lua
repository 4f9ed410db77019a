---@meta websocket.stomp

---STOMP 1.2 over WebSocket.
---@class websocket.stomp
local stomp = {}

---@class websocket.stomp.Options
---@field login? string
---@field passcode? string
---@field host? string default the URL's
---@field headers? table<string, string|number>
---@field heartbeat? [integer, integer] milliseconds that we offer and want, 0 for none; default `{10000, 10000}`
---@field timeout? DurationLike default `"30s"`
---@field connect? websocket.Options

---@class websocket.stomp.SubscribeOptions
---@field ack? "auto"|"client"|"client-individual" default `"auto"`
---@field headers? table<string, string|number>
---@field capacity? integer of messages, 1 to 100000; default 256
---@field overflow? websocket.queue.Overflow default `"block"`
---@field receipt? boolean `true`: waits for the broker's word
---@field timeout? DurationLike for that; default the session's

---@class websocket.stomp.SendOptions
---@field headers? table<string, string|number>
---@field content_type? string
---@field transaction? string a name given to `begin`
---@field receipt? boolean `true`: waits for the broker's word
---@field timeout? DurationLike for that; default the session's

---@class websocket.stomp.ReceiptOptions
---@field receipt? boolean `true`: waits for the broker's word
---@field timeout? DurationLike for that; default the session's

---@class websocket.stomp.Message
---@field body string
---@field headers table<string, string>
---@field destination string
---@field ack? string

---@class websocket.stomp.Session
---@field server? string what the broker calls itself
local Session = {}

---@class websocket.stomp.Subscription
local Subscription = {}

---Connects and logs in.
---@param url string
---@param options? websocket.stomp.Options
---@return websocket.stomp.Session? session
---@return Error? err
function stomp.connect(url, options) end

---@param destination string
---@param options? websocket.stomp.SubscribeOptions
---@return websocket.stomp.Subscription? subscription
---@return Error? err
function Session:subscribe(destination, options) end

---@param destination string
---@param body? string
---@param options? websocket.stomp.SendOptions
---@return boolean ok
---@return Error? err
function Session:send(destination, body, options) end

---Begins a transaction.
---@param name string
---@return boolean ok
---@return Error? err
function Session:begin(name) end

---@param name string
---@param options? websocket.stomp.ReceiptOptions
---@return boolean ok
---@return Error? err
function Session:commit(name, options) end

---@param name string
---@param options? websocket.stomp.ReceiptOptions
---@return boolean ok
---@return Error? err
function Session:abort(name, options) end

---Says goodbye, waits for the receipt, and closes.
---@param timeout? DurationLike default `"5s"`
---@return boolean ok
---@return Error? err
function Session:disconnect(timeout) end

---The next message and `true`; at the end `nil, false, why`.
---@param timeout? DurationLike default for ever
---@return websocket.stomp.Message? message
---@return boolean ok
---@return "timeout"|Error|nil why
function Subscription:receive(timeout) end

---For `channel.select`.
---@return channel.Case
function Subscription:case_receive() end

---@return integer
function Subscription:dropped() end

---Confirms a message.
---@param message websocket.stomp.Message
---@param transaction? string
---@return boolean ok
---@return Error? err
function Subscription:ack(message, transaction) end

---Refuses a message.
---@param message websocket.stomp.Message
---@param transaction? string
---@return boolean ok
---@return Error? err
function Subscription:nack(message, transaction) end

---@return boolean ok
---@return Error? err
function Subscription:unsubscribe() end

return stomp
