-- MQTT 3.1.1 and 5 over WebSocket (ws-module/manual/protocols.md).

local websocket, time, queue = require("websocket"), require("time"), require("websocket.queue")
local codec = require("websocket.mqttcodec")

local mqtt = {}

local Session = {}
Session.__index = Session

local Subscription = {}
Subscription.__index = Subscription

local CONNECT, CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP = 1, 2, 3, 4, 5, 6, 7
local SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK, PINGREQ, PINGRESP, DISCONNECT = 8, 9, 10, 11, 12, 13, 14
local MAX_PACKET = 16 * 1024 * 1024
local MAX_IN_FLIGHT = 1000
local KNOWN = {
  client_id = true, username = true, password = true, keepalive = true, clean = true, version = true, will = true,
  timeout = true, connect = true,
}

local REFUSALS = {
  "unacceptable protocol version", "identifier rejected", "server unavailable", "bad user name or password",
  "not authorized",
}

local failure, short, text, packet = codec.failure, codec.short, codec.text, codec.packet

local function whole(options, name, default, most)
  local value = options[name] == nil and default or options[name]
  if type(value) ~= "number" or value < 0 or value > most or value % 1 ~= 0 then
    error(name .. " must be a whole number from 0 to " .. most .. ", not `" .. tostring(value) .. "`", 3)
  end
  return value
end

-- Connects, and waits until the broker takes us. `keepalive` in seconds, `version` 4 (3.1.1) or 5.
function mqtt.connect(url, options)
  options = options or {}
  for name in pairs(options) do
    if not KNOWN[name] then
      error("unknown option `" .. tostring(name) .. "`", 2)
    end
  end
  local version, keepalive = options.version or 4, whole(options, "keepalive", 60, 65535)
  if version ~= 4 and version ~= 5 then
    error("version must be 4 (3.1.1) or 5, not `" .. tostring(version) .. "`", 2)
  end
  local will = options.will
  local settings = {}
  for name, value in pairs(options.connect or {}) do settings[name] = value end
  settings.protocols, settings.require_protocol = { "mqtt" }, true
  local client, err = websocket.connect(url, settings)
  if not client then
    return nil, err
  end
  local session = setmetatable({
    client = client, version = version, keepalive = keepalive, timeout = options.timeout or "30s", pending = "",
    waits = {}, count = 0, last_id = 0, subscriptions = {}, received = {}, connected = channel.new(1),
    stopped = channel.new(), receive_maximum = MAX_IN_FLIGHT,
  }, Session)
  local flags = (options.clean == false and 0 or 2) + (will and 4 + 8 * (will.qos or 0) + (will.retain and 32 or 0) or 0)
    + (options.password and 64 or 0) + (options.username and 128 or 0)
  local body = text("MQTT") .. string.char(version, flags) .. short(keepalive) .. session:no_properties()
    .. text(options.client_id or "")
    .. (will and session:no_properties() .. text(will.topic) .. text(will.payload or "") or "")
    .. (options.username and text(options.username) or "") .. (options.password and text(options.password) or "")
  coroutine.spawn(session.run, session)
  local ok
  ok, err = session:write(packet(CONNECT, 0, body))
  local answer = ok and session.connected:receive(session.timeout)
  if not answer then
    client:close()
    return nil, err or session.failure or failure("no CONNACK within " .. tostring(session.timeout), errors.TIMEOUT, true)
  elseif answer.code ~= 0 then
    client:close()
    local why = version == 4 and REFUSALS[answer.code] or answer.properties.reason or "code " .. answer.code
    return nil, failure("the broker refuses: " .. why, errors.PERMISSION_DENIED, false, { code = answer.code })
  end
  session.session_present, session.client_id = answer.present, answer.properties.client_id or options.client_id
  session.keepalive = answer.properties.keepalive or keepalive
  session.receive_maximum = math.min(answer.properties.receive_maximum or MAX_IN_FLIGHT, MAX_IN_FLIGHT)
  if session.keepalive > 0 then
    coroutine.spawn(session.beat, session)
  end
  return session
end

function Session:no_properties()
  return self.version == 5 and "\0" or ""
end

function Session:write(bytes)
  if self.failure then
    return false, self.failure
  end
  self.last_sent = time.now()
  return self.client:send(bytes, websocket.BINARY)
end

function Session:beat()
  local half = self.keepalive * 500
  while not self.failure do
    local r = channel.select { self.stopped:case_receive(), timeout = half .. "ms" }
    if not r.timeout then
      return
    elseif self.pinged and time.now():sub(self.last_heard):milliseconds() > 3 * half then
      self:finish(failure("no answer to pings", errors.TIMEOUT, true))
      self.client:close()
    else
      self.pinged = true
      self:write(packet(PINGREQ, 0, ""))
    end
  end
end

function Session:run()
  self.last_heard = time.now()
  while true do
    local message, ok = self.client:channel():receive()
    if not ok then
      break
    end
    self.last_heard = time.now()
    local good, err = pcall(self.feed, self, message.data)
    if not good then
      self:finish(type(err) == "userdata" and err or failure(tostring(err), errors.INTERNAL, false))
      self.client:close(1002)
      return
    end
  end
  local info = self.client:close_info() or {}
  self:finish(failure("the connection ended with " .. tostring(info.code), errors.UNAVAILABLE, true, { code = info.code }))
end

-- Packets and messages of WebSocket have nothing to do with one another.
function Session:feed(bytes)
  local buffer = self.pending .. bytes
  local at = 1
  while true do
    local length, factor, size = 0, 1, nil
    for i = 1, 4 do
      local byte = buffer:byte(at + i)
      if not byte then break end
      length = length + byte % 128 * factor
      factor = factor * 128
      if byte < 128 then size = 1 + i break end
      if i == 4 then error(failure("a length of more than four bytes", errors.INVALID, false), 0) end
    end
    if size and length > MAX_PACKET then
      error(failure("a packet is longer than `" .. MAX_PACKET .. "` bytes", errors.INVALID, false), 0)
    end
    if not size or #buffer < at + size + length - 1 then
      break
    end
    local first = buffer:byte(at)
    self:dispatch(math.floor(first / 16), first % 16, codec.reader(buffer:sub(at + size, at + size + length - 1)))
    at = at + size + length
  end
  self.pending = buffer:sub(at)
end

function Session:settle(kind, id, value)
  local wait = self.waits[id]
  if wait and wait.kind == kind then
    self.waits[id] = nil
    self.count = self.count - 1
    wait.channel:send(value)
  end
end

local function code_of(packet_reader)
  return packet_reader.at <= #packet_reader.bytes and packet_reader:byte() or 0
end

function Session:dispatch(kind, flags, body)
  if kind == PUBLISH then
    self:arrived(flags, body)
  elseif kind == CONNACK then
    local present, code = body:byte() % 2 == 1, body:byte()
    self.connected:send { present = present, code = code, properties = self.version == 5 and body:properties() or {} }
  elseif kind == PUBREL then
    local id = body:short()
    self.received[id] = nil
    self:write(packet(PUBCOMP, 0, short(id)))
  elseif kind == PUBREC then
    local id = body:short()
    local code = code_of(body)
    if code >= 128 then
      self:settle(PUBCOMP, id, code)
    else
      self:write(packet(PUBREL, 2, short(id)))
    end
  elseif kind == PUBACK or kind == PUBCOMP then
    local id = body:short()
    self:settle(kind, id, code_of(body))
  elseif kind == SUBACK or kind == UNSUBACK then
    local id = body:short()
    if self.version == 5 then body:properties() end
    self:settle(kind, id, body:rest())
  elseif kind == PINGRESP then
    self.pinged = false
  elseif kind == DISCONNECT then
    self:finish(failure("the broker has ended the session", errors.UNAVAILABLE, true, { code = code_of(body) }))
  end
end

-- True if a topic is one of those a filter means (MQTT 5, section 4.7).
function mqtt.matches(filter, topic)
  filter = filter:gsub("^%$share/[^/]*/", "")
  if topic:sub(1, 1) == "$" and filter:match("^[+#]") then
    return false
  end
  local levels, i = {}, 0
  for level in (topic .. "/"):gmatch("([^/]*)/") do levels[#levels + 1] = level end
  for level in (filter .. "/"):gmatch("([^/]*)/") do
    i = i + 1
    if level == "#" then
      return true
    elseif levels[i] == nil or (level ~= "+" and level ~= levels[i]) then
      return false
    end
  end
  return i == #levels
end

function Session:arrived(flags, body)
  local qos, topic = math.floor(flags / 2) % 4, body:text()
  local id = qos > 0 and body:short()
  local properties = self.version == 5 and body:properties() or nil
  if qos < 2 or not self.received[id] then
    local message = {
      topic = topic, payload = body:rest(), qos = qos, retain = flags % 2 == 1, dup = flags >= 8, properties = properties,
    }
    for subscription in pairs(self.subscriptions) do
      if mqtt.matches(subscription.filter, topic) then
        subscription.messages:put(message)
      end
    end
  end
  if qos == 1 then
    self:write(packet(PUBACK, 0, short(id)))
  elseif qos == 2 then
    self.received[id] = true
    self:write(packet(PUBREC, 0, short(id)))
  end
end

function Session:finish(why)
  if not self.failure then
    self.failure = why
    self.connected:close()
    self.stopped:close()
    for _, wait in pairs(self.waits) do wait.channel:close() end
    for subscription in pairs(self.subscriptions) do subscription.messages:close(why) end
    self.waits, self.subscriptions = {}, {}
  end
end

-- Sends a packet that `make` makes for an unused identifier, and waits for the packet of kind `answer`.
function Session:exchange(answer, timeout, make)
  if self.count >= self.receive_maximum then
    return nil, failure("`" .. self.count .. "` packets wait for answers already", errors.RATE_LIMITED, true)
  end
  repeat
    self.last_id = self.last_id % 65535 + 1
  until not self.waits[self.last_id]
  local id, wait = self.last_id, { kind = answer, channel = channel.new(1) }
  self.waits[id], self.count = wait, self.count + 1
  local ok, err = self:write(make(short(id)))
  local value
  if ok then
    timeout = timeout or self.timeout
    value = wait.channel:receive(timeout)
    if value ~= nil then
      return value
    end
    err = self.failure or failure("no answer within " .. tostring(timeout), errors.TIMEOUT, true)
  end
  if self.waits[id] == wait then
    self.waits[id], self.count = nil, self.count - 1
  end
  return nil, err
end

-- Publishes, and waits for the broker's word with qos 1 and 2. `options`: qos, retain, timeout.
function Session:publish(topic, payload, options)
  options = options or {}
  local qos = whole(options, "qos", 0, 2)
  if topic:find("[+#%z]") or topic == "" then
    return false, failure("the topic `" .. topic .. "` is none: wildcards are for filters", errors.INVALID, false)
  end
  local flags, rest = qos * 2 + (options.retain and 1 or 0), self:no_properties() .. payload
  if qos == 0 then
    return self:write(packet(PUBLISH, flags, text(topic) .. rest))
  end
  local code, err = self:exchange(qos == 1 and PUBACK or PUBCOMP, options.timeout, function(id)
    return packet(PUBLISH, flags, text(topic) .. id .. rest)
  end)
  if code == nil then
    return false, err
  elseif code >= 128 then
    return false, failure("the broker refuses the message: code " .. code, errors.PERMISSION_DENIED, false, { code = code })
  end
  return true
end

-- Subscribes to a filter. `options`: qos, capacity, overflow, timeout.
function Session:subscribe(filter, options)
  options = options or {}
  local qos = whole(options, "qos", 0, 2)
  local subscription = setmetatable({
    session = self, filter = filter, messages = queue.new { capacity = options.capacity, overflow = options.overflow },
  }, Subscription)
  -- What is retained may come before the answer.
  self.subscriptions[subscription] = true
  local codes, err = self:exchange(SUBACK, options.timeout, function(id)
    return packet(SUBSCRIBE, 2, id .. self:no_properties() .. text(filter) .. string.char(qos))
  end)
  if codes and codes:byte() < 128 then
    subscription.qos = codes:byte()
    return subscription
  end
  self.subscriptions[subscription] = nil
  return nil, err or failure("the broker refuses the filter `" .. filter .. "`", errors.PERMISSION_DENIED, false)
end

-- Says goodbye, so that no will is sent, and closes.
function Session:disconnect()
  local ok, err = self:write(packet(DISCONNECT, 0, ""))
  self:finish(failure("the session was closed", errors.CANCELED, false))
  self.client:close(1000)
  return ok, err
end

-- The next message, {topic, payload, qos, retain, dup, properties}, and true; at the end nil, false, and why.
function Subscription:receive(timeout)
  return self.messages:receive(timeout)
end

function Subscription:case_receive()
  return self.messages:case_receive()
end

function Subscription:dropped()
  return self.messages:dropped()
end

function Subscription:unsubscribe(timeout)
  local session = self.session
  session.subscriptions[self] = nil
  self.messages:close()
  local codes, err = session:exchange(UNSUBACK, timeout, function(id)
    return packet(UNSUBSCRIBE, 2, id .. session:no_properties() .. text(self.filter))
  end)
  return codes ~= nil, err
end

return mqtt
