---@meta websocket.mqtt

---MQTT 3.1.1 and 5 over WebSocket.
---@class websocket.mqtt
local mqtt = {}

---@class websocket.mqtt.Options
---@field client_id? string default the broker's choice
---@field username? string
---@field password? string
---@field keepalive? integer seconds, 0 to 65535, 0 for none; default 60
---@field clean? boolean whether the broker forgets former sessions; default `true`
---@field version? 4|5 4 is MQTT 3.1.1; default 4
---@field will? websocket.mqtt.Will
---@field timeout? DurationLike default `"30s"`
---@field connect? websocket.Options

---What the broker publishes if we vanish.
---@class websocket.mqtt.Will
---@field topic string
---@field payload? string
---@field qos? 0|1|2 default 0
---@field retain? boolean default `false`

---@class websocket.mqtt.PublishOptions
---@field qos? 0|1|2 default 0
---@field retain? boolean default `false`
---@field timeout? DurationLike default the session's

---@class websocket.mqtt.SubscribeOptions
---@field qos? 0|1|2 default 0
---@field capacity? integer of messages, 1 to 100000; default 256
---@field overflow? websocket.queue.Overflow default `"block"`
---@field timeout? DurationLike default the session's

---@class websocket.mqtt.Message
---@field topic string
---@field payload string
---@field qos 0|1|2
---@field retain boolean
---@field dup boolean
---@field properties? table<string, any> of version 5

---@class websocket.mqtt.Session
---@field session_present boolean whether the broker knows a former session
---@field client_id? string
local Session = {}

---@class websocket.mqtt.Subscription
---@field qos 0|1|2 granted by the broker
local Subscription = {}

---Connects and waits until the broker takes us.
---@param url string
---@param options? websocket.mqtt.Options
---@return websocket.mqtt.Session? session
---@return Error? err
function mqtt.connect(url, options) end

---Whether a topic is one of those a filter means.
---@param filter string
---@param topic string
---@return boolean
function mqtt.matches(filter, topic) end

---Publishes; with `qos` 1 and 2 it waits until the broker has taken the message.
---@param topic string
---@param payload string
---@param options? websocket.mqtt.PublishOptions
---@return boolean ok
---@return Error? err
function Session:publish(topic, payload, options) end

---@param filter string
---@param options? websocket.mqtt.SubscribeOptions
---@return websocket.mqtt.Subscription? subscription
---@return Error? err
function Session:subscribe(filter, options) end

---Says goodbye, so that no will is sent, and closes.
---@return boolean ok
---@return Error? err
function Session:disconnect() end

---The next message and `true`; at the end `nil, false, why`.
---@param timeout? DurationLike default for ever
---@return websocket.mqtt.Message? message
---@return boolean ok
---@return "timeout"|Error|nil why
function Subscription:receive(timeout) end

---For `channel.select`.
---@return channel.Case
function Subscription:case_receive() end

---@return integer
function Subscription:dropped() end

---@param timeout? DurationLike default the session's
---@return boolean ok
---@return Error? err
function Subscription:unsubscribe(timeout) end

return mqtt
