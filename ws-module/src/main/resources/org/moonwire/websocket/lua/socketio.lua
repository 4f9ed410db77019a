-- Socket.IO 4 over Engine.IO 4, by WebSocket alone (ws-module/manual/protocols.md).

local websocket, json, queue = require("websocket"), require("json"), require("websocket.queue")

local socketio = {}

-- One connection, which namespaces share.
local Manager = {}
Manager.__index = Manager

local Socket = {}
Socket.__index = Socket

local Binary = {}

local KNOWN = {
  namespace = true, auth = true, path = true, timeout = true, connect = true, capacity = true, overflow = true,
}
local MAX_ATTACHMENTS = 100
local MAX_PENDING = 10000

local function failure(message, kind, retryable, details)
  return errors.new { message = message, kind = kind, retryable = retryable, details = details }
end

-- Marks a string of bytes as an attachment, among the arguments of an event.
function socketio.binary(bytes)
  if type(bytes) ~= "string" then
    error("bad argument #1 to 'binary' (string expected, got " .. type(bytes) .. ")", 2)
  end
  return setmetatable({ bytes = bytes }, Binary)
end

-- Takes attachments out of a value, and leaves what stands for them.
local function detach(value, found)
  if getmetatable(value) == Binary then
    found[#found + 1] = value.bytes
    return { _placeholder = true, num = #found - 1 }
  elseif type(value) ~= "table" then
    return value
  end
  local result = {}
  for name, part in pairs(value) do
    result[name] = detach(part, found)
  end
  return result
end

local function attach(value, found)
  if type(value) ~= "table" then
    return value
  elseif value._placeholder == true then
    return found[(value.num or -1) + 1]
  end
  for name, part in pairs(value) do
    value[name] = attach(part, found)
  end
  return value
end

local function has_binary(value)
  if type(value) ~= "table" then
    return false
  elseif getmetatable(value) == Binary then
    return true
  end
  for _, part in pairs(value) do
    if has_binary(part) then
      return true
    end
  end
  return false
end

local function address(url, path)
  local base, query = url:match("^([^?]*)%??(.*)$")
  base = base:gsub("^http", "ws"):gsub("/$", "")
  if not base:match("^%a+://[^/]+/") then
    base = base .. path
  end
  return base .. "?" .. (query ~= "" and query .. "&" or "") .. "EIO=4&transport=websocket"
end

-- Connects to a namespace ("/" by default), and waits until the server has let us in.
function socketio.connect(url, options)
  options = options or {}
  for name in pairs(options) do
    if not KNOWN[name] then
      error("unknown option `" .. tostring(name) .. "`", 2)
    end
  end
  local client, err = websocket.connect(address(url, options.path or "/socket.io/"), options.connect)
  if not client then
    return nil, err
  end
  local manager = setmetatable({
    client = client, sockets = {}, opened = channel.new(1), timeout = options.timeout or "20s", attachments = {},
    patience = options.timeout or "20s",
    capacity = options.capacity, overflow = options.overflow,
  }, Manager)
  coroutine.spawn(manager.run, manager)
  if not manager.opened:receive(manager.timeout) then
    client:close()
    return nil, manager.failure or failure("no handshake within " .. tostring(manager.timeout), errors.TIMEOUT, true)
  end
  local socket
  socket, err = manager:join(options.namespace or "/", options.auth)
  if not socket then
    client:close()
  end
  return socket, err
end

function Manager:join(namespace, auth)
  local socket = setmetatable({
    manager = self, namespace = namespace, waits = {}, count = 0, next_id = 0, entered = channel.new(1),
    events = queue.new { capacity = self.capacity, overflow = self.overflow },
  }, Socket)
  if self.sockets[namespace] then
    return nil, failure("the namespace `" .. namespace .. "` is joined already", errors.CONFLICT, false)
  end
  self.sockets[namespace] = socket
  local ok, err = socket:packet("0", "", auth and json.encode(auth) or "")
  local answer = ok and socket.entered:receive(self.timeout)
  if answer and answer.sid then
    socket.id = answer.sid
    return socket
  end
  self.sockets[namespace] = nil
  if answer then
    return nil, failure(
      "the server refuses: " .. tostring(answer.message), errors.PERMISSION_DENIED, false, { data = answer.data })
  end
  return nil, err or self.failure or failure("no answer within " .. tostring(self.timeout), errors.TIMEOUT, true)
end

-- Reads until the end; a server that does not ping in time is gone.
function Manager:run()
  while true do
    local message, ok, why = self.client:channel():receive(self.patience)
    if not ok then
      if why == "timeout" then
        self:finish(failure("the server does not ping", errors.TIMEOUT, true))
        self.client:close()
      end
      break
    end
    local good, err = pcall(self.feed, self, message)
    if not good then
      self:finish(type(err) == "userdata" and err or failure(tostring(err), errors.INTERNAL, false))
      self.client:close(1002)
      return
    end
  end
  local info = self.client:close_info() or {}
  self:finish(failure("the connection ended with " .. tostring(info.code), errors.UNAVAILABLE, true, { code = info.code }))
end

function Manager:feed(message)
  if message.type == "binary" then
    return self:attached(message.data)
  end
  local kind, rest = message.data:sub(1, 1), message.data:sub(2)
  if kind == "0" then
    local handshake = json.decode(rest) or {}
    local millis = (tonumber(handshake.pingInterval) or 25000) + (tonumber(handshake.pingTimeout) or 20000)
    self.patience = millis .. "ms"
    channel.select { self.opened:case_send(true), default = true }
  elseif kind == "1" then
    self.client:close()
  elseif kind == "2" then
    self.client:send("3" .. rest)
  elseif kind == "4" then
    self:packet(rest)
  end
end

-- TYPE [ATTACHMENTS "-"] ["/" NAMESPACE ","] [ID] [JSON]
function Manager:packet(text)
  local kind, rest = text:sub(1, 1), text:sub(2)
  local attachments = 0
  if kind == "5" or kind == "6" then
    local count, more = rest:match("^(%d+)%-(.*)$")
    attachments, rest = tonumber(count) or 0, more or ""
    if attachments > MAX_ATTACHMENTS then
      error(failure("more than `" .. MAX_ATTACHMENTS .. "` attachments", errors.INVALID, false), 0)
    end
  end
  local namespace, more = rest:match("^(/[^,]*),?(.*)$")
  namespace, rest = namespace or "/", more or rest
  local id, body = rest:match("^(%d*)(.*)$")
  local packet = {
    kind = kind, namespace = namespace, id = tonumber(id), body = body ~= "" and json.decode(body) or nil, wanted = attachments,
  }
  if attachments > 0 then
    self.partial, self.attachments = packet, {}
  else
    self:dispatch(packet)
  end
end

function Manager:attached(bytes)
  local packet = self.partial
  if packet then
    self.attachments[#self.attachments + 1] = bytes
    if #self.attachments == packet.wanted then
      self.partial = nil
      packet.body = attach(packet.body, self.attachments)
      self:dispatch(packet)
    end
  end
end

function Manager:dispatch(packet)
  local socket = self.sockets[packet.namespace]
  if not socket then
    return
  end
  local kind, body = packet.kind, packet.body
  if kind == "0" or kind == "4" then
    local answer = type(body) == "table" and body or { message = body }
    channel.select { socket.entered:case_send(answer), default = true }
  elseif kind == "1" then
    socket:finish(failure("the server has ended the namespace", errors.UNAVAILABLE, false))
  elseif (kind == "2" or kind == "5") and type(body) == "table" then
    local name = table.remove(body, 1)
    local event = { name = name, args = body }
    if packet.id then
      event.ack = function(...) return socket:send("3", "6", packet.id, { ... }) end
    end
    socket.events:put(event)
  elseif (kind == "3" or kind == "6") and socket.waits[packet.id] then
    local wait = socket.waits[packet.id]
    socket:forget(packet.id)
    wait:send(body or {})
  end
end

function Manager:finish(why)
  if not self.failure then
    self.failure = why
    self.opened:close()
    for _, socket in pairs(self.sockets) do
      socket:finish(why)
    end
  end
end

function Socket:packet(kind, id, body)
  if self.failure or self.manager.failure then
    return false, self.failure or self.manager.failure
  end
  local namespace = self.namespace == "/" and "" or self.namespace .. ","
  return self.manager.client:send("4" .. kind .. namespace .. id .. body)
end

-- Sends a packet, with its attachments behind it if there are any.
function Socket:send(plain, binary, id, list)
  local kind, attachments = plain, {}
  if has_binary(list) then
    list = detach(list, attachments)
    kind = binary .. #attachments .. "-"
  end
  local body, err = json.encode(json.array(list))
  if not body then
    return false, err
  end
  local ok
  ok, err = self:packet(kind, id, body)
  for _, bytes in ipairs(attachments) do
    if ok then
      ok, err = self.manager.client:send(bytes, websocket.BINARY)
    end
  end
  return ok, err
end

-- Sends an event.
function Socket:emit(name, ...)
  return self:send("2", "5", "", { name, ... })
end

-- Sends an event and waits until the server acknowledges it; returns the list of what that brings.
function Socket:request(name, args, timeout)
  if self.count >= MAX_PENDING then
    return nil, failure("`" .. MAX_PENDING .. "` events wait to be acknowledged", errors.RATE_LIMITED, true)
  end
  local id, wait = self.next_id, channel.new(1)
  self.next_id, self.count = id + 1, self.count + 1
  self.waits[id] = wait
  local list = { name }
  for i, value in ipairs(args or {}) do list[i + 1] = value end
  local ok, err = self:send("2", "5", tostring(id), list)
  timeout = timeout or self.manager.timeout
  local answer = ok and wait:receive(timeout)
  self:forget(id)
  if answer then
    return answer
  end
  return nil, err or self.failure or failure(name .. ": not acknowledged within " .. tostring(timeout), errors.TIMEOUT, true)
end

function Socket:forget(id)
  if self.waits[id] then
    self.waits[id] = nil
    self.count = self.count - 1
  end
end

-- The next event, {name, args, ack}, and true; at the end nil, false, and why.
function Socket:receive(timeout)
  return self.events:receive(timeout)
end

function Socket:case_receive()
  return self.events:case_receive()
end

function Socket:dropped()
  return self.events:dropped()
end

-- Another namespace on the same connection.
function Socket:of(namespace, auth)
  return self.manager:join(namespace, auth)
end

function Socket:finish(why)
  if not self.failure then
    self.failure = why
    self.manager.sockets[self.namespace] = nil
    self.entered:close()
    for _, wait in pairs(self.waits) do wait:close() end
    self.waits, self.count = {}, 0
    self.events:close(why)
  end
end

-- Leaves the namespace, and closes the connection with the last one.
function Socket:close()
  self:packet("1", "", "")
  self:finish(failure("the socket was closed", errors.CANCELED, false))
  if next(self.manager.sockets) == nil then
    self.manager.client:close(1000)
  end
  return true
end

return socketio
