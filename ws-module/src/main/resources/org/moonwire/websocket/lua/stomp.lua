-- STOMP 1.2 over WebSocket (ws-module/manual/protocols.md).

local websocket, time, queue = require("websocket"), require("time"), require("websocket.queue")

local stomp = {}

local Session = {}
Session.__index = Session

local Subscription = {}
Subscription.__index = Subscription

local MAX_FRAME = 16 * 1024 * 1024
local MAX_HEADERS = 1000
local KNOWN = {
  login = true, passcode = true, host = true, headers = true, heartbeat = true, timeout = true, connect = true,
}
local ESCAPES = { ["\\"] = "\\\\", ["\r"] = "\\r", ["\n"] = "\\n", [":"] = "\\c" }
local MEANINGS = { ["\\\\"] = "\\", ["\\r"] = "\r", ["\\n"] = "\n", ["\\c"] = ":" }

local function failure(message, kind, retryable, details)
  return errors.new { message = message, kind = kind, retryable = retryable, details = details }
end

local function checked(options, known)
  for name in pairs(options) do
    if not known[name] then
      error("unknown option `" .. tostring(name) .. "`", 3)
    end
  end
end

local function copy(table)
  local result = {}
  for name, value in pairs(table or {}) do
    result[name] = value
  end
  return result
end

-- A frame as it goes over the wire. CONNECT alone has no escapes, for the sake of 1.0.
local function encode(command, headers, body)
  local lines = { command }
  for name, value in pairs(headers) do
    name, value = tostring(name), tostring(value)
    if command ~= "CONNECT" then
      name, value = name:gsub("[\\\r\n:]", ESCAPES), value:gsub("[\\\r\n:]", ESCAPES)
    elseif (name .. value):find("[\r\n]") or name:find(":", 1, true) then
      error("a header of CONNECT has a line break or colon", 0)
    end
    lines[#lines + 1] = name .. ":" .. value
  end
  if body then
    lines[#lines + 1] = "content-length:" .. #body
  end
  return table.concat(lines, "\n") .. "\n\n" .. (body or "") .. "\0"
end

-- Takes one frame off the beginning of a text: the frame and what follows; nil and the text if it is not whole.
local function decode(text)
  text = text:gsub("^[\r\n]+", "")
  local head_end, body_start = text:find("\r?\n\r?\n")
  if not head_end then
    return nil, text
  end
  local head = text:sub(1, head_end - 1)
  local command = head:match("^([^\r\n]*)")
  local headers, count = {}, 0
  for line in head:sub(#command + 1):gmatch("[^\r\n]+") do
    local name, value = line:match("^([^:]*):(.*)$")
    count = count + 1
    if not name or count > MAX_HEADERS then
      error(failure("a frame has a header that is none, or too many", errors.INVALID, false), 0)
    end
    if command ~= "CONNECTED" then
      name, value = name:gsub("\\.", MEANINGS), value:gsub("\\.", MEANINGS)
    end
    -- Of a header that comes twice the first counts.
    headers[name] = headers[name] or value
  end
  local length = tonumber(headers["content-length"])
  local body_end = length and body_start + length or (text:find("\0", body_start + 1, true) or 0) - 1
  if body_end < body_start or #text < body_end + 1 then
    return nil, text
  end
  return { command = command, headers = headers, body = text:sub(body_start + 1, body_end) }, text:sub(body_end + 2)
end

-- Connects, logs in, and returns a session.
function stomp.connect(url, options)
  options = options or {}
  checked(options, KNOWN)
  local heartbeat = options.heartbeat or { 10000, 10000 }
  local settings = copy(options.connect)
  settings.protocols = settings.protocols or { "v12.stomp" }
  local client, err = websocket.connect(url, settings)
  if not client then
    return nil, err
  end
  local session = setmetatable({
    client = client, subscriptions = {}, receipts = {}, next_id = 0, pending = "",
    connected = channel.new(1), stopped = channel.new(), timeout = options.timeout or "30s",
  }, Session)
  coroutine.spawn(session.run, session)
  local headers = copy(options.headers)
  headers["accept-version"] = "1.2"
  headers.host = options.host or url:match("^%a+://([^/:?]+)") or "/"
  headers.login, headers.passcode = options.login, options.passcode
  headers["heart-beat"] = string.format("%d,%d", heartbeat[1], heartbeat[2])
  local ok
  ok, err = session:frame("CONNECT", headers)
  local frame = ok and session.connected:receive(session.timeout)
  if not frame then
    client:close()
    return nil, err or session.failure or failure("no CONNECTED within " .. tostring(session.timeout), errors.TIMEOUT, true)
  end
  session.server = frame.headers.server
  session:beat(heartbeat, frame.headers["heart-beat"] or "0,0")
  return session
end

function Session:frame(command, headers, body)
  if self.failure then
    return false, self.failure
  end
  local text = encode(command, headers, body)
  local ok, err = self.client:send(text)
  if not ok and err:kind() == errors.INVALID then
    ok, err = self.client:send(text, websocket.BINARY)
  end
  self.last_sent = time.now()
  return ok, err
end

-- Sends line feeds while nothing else goes out, and ends the session if nothing comes in.
function Session:beat(wanted, offered)
  local server_sends, server_wants = offered:match("^(%d+),(%d+)$")
  server_sends, server_wants = tonumber(server_sends or 0), tonumber(server_wants or 0)
  local every = wanted[1] > 0 and server_wants > 0 and math.max(wanted[1], server_wants)
  local within = wanted[2] > 0 and server_sends > 0 and math.max(wanted[2], server_sends)
  if every then
    coroutine.spawn(function()
      while not self.failure do
        local r = channel.select { self.stopped:case_receive(), timeout = math.floor(every / 2) .. "ms" }
        if not r.timeout then
          return
        end
        if time.now():sub(self.last_sent):milliseconds() * 2 >= every then
          self.client:send("\n")
          self.last_sent = time.now()
        end
      end
    end)
  end
  if within then
    coroutine.spawn(function()
      while not self.failure do
        local r = channel.select { self.stopped:case_receive(), timeout = within .. "ms" }
        if not r.timeout then
          return
        end
        -- Twice the time, as a server may be late.
        if time.now():sub(self.last_heard):milliseconds() > 2 * within then
          self:finish(failure("no heartbeat of the server", errors.TIMEOUT, true))
          self.client:close()
        end
      end
    end)
  end
end

function Session:run()
  self.last_heard, self.last_sent = time.now(), time.now()
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

-- A message may hold a part of a frame, or several.
function Session:feed(text)
  self.pending = self.pending .. text
  if #self.pending > MAX_FRAME then
    error(failure("a frame is longer than `" .. MAX_FRAME .. "` bytes", errors.INVALID, false), 0)
  end
  local frame
  repeat
    frame, self.pending = decode(self.pending)
    if frame then
      self:dispatch(frame)
    end
  until not frame
end

function Session:dispatch(frame)
  local headers = frame.headers
  if frame.command == "CONNECTED" then
    self.connected:send(frame)
  elseif frame.command == "MESSAGE" then
    local subscription = self.subscriptions[headers.subscription]
    if subscription then
      local taken = subscription.messages:put {
        body = frame.body, headers = headers, destination = headers.destination, ack = headers.ack,
      }
      if not taken and subscription.messages.ended then
        subscription:unsubscribe()
      end
    end
  elseif frame.command == "RECEIPT" then
    local receipt = self.receipts[headers["receipt-id"]]
    if receipt then
      self.receipts[headers["receipt-id"]] = nil
      receipt:send(true)
    end
  elseif frame.command == "ERROR" then
    self:finish(failure(
      headers.message or "the server reports an error", errors.INVALID, false,
      { body = frame.body:sub(1, 1024), headers = headers }))
  end
end

function Session:finish(why)
  if not self.failure then
    self.failure = why
    self.connected:close()
    self.stopped:close()
    for _, receipt in pairs(self.receipts) do
      receipt:close()
    end
    for _, subscription in pairs(self.subscriptions) do
      subscription.messages:close(why)
    end
    self.receipts, self.subscriptions = {}, {}
  end
end

function Session:id()
  self.next_id = self.next_id + 1
  return tostring(self.next_id)
end

-- Sends a frame, and waits for its receipt if that is wanted.
function Session:exchange(command, headers, body, options)
  if not (options and options.receipt) then
    return self:frame(command, headers, body)
  end
  local id, receipt = self:id(), channel.new(1)
  headers.receipt = id
  self.receipts[id] = receipt
  local ok, err = self:frame(command, headers, body)
  if not ok then
    self.receipts[id] = nil
    return false, err
  end
  local timeout = options.timeout or self.timeout
  local came = receipt:receive(timeout)
  self.receipts[id] = nil
  if came then
    return true
  end
  return false, self.failure or failure("no receipt within " .. tostring(timeout), errors.TIMEOUT, true)
end

-- Sends a message. `options`: headers, content_type, transaction, receipt, timeout.
function Session:send(destination, body, options)
  local headers = copy(options and options.headers)
  headers.destination = destination
  headers["content-type"] = options and options.content_type or headers["content-type"]
  headers.transaction = options and options.transaction
  return self:exchange("SEND", headers, body or "", options)
end

-- Subscribes. `options`: ack ("auto", "client", "client-individual"), headers, capacity, overflow, receipt, timeout.
function Session:subscribe(destination, options)
  options = options or {}
  local headers, id = copy(options.headers), self:id()
  headers.id, headers.destination, headers.ack = id, destination, options.ack or "auto"
  local subscription = setmetatable({
    session = self, id = id, messages = queue.new { capacity = options.capacity, overflow = options.overflow },
  }, Subscription)
  self.subscriptions[id] = subscription
  local ok, err = self:exchange("SUBSCRIBE", headers, nil, options)
  if not ok then
    self.subscriptions[id] = nil
    return nil, err
  end
  return subscription
end

-- Begins, commits or aborts what was sent with `transaction = name`.
function Session:begin(name)
  return self:frame("BEGIN", { transaction = name })
end

function Session:commit(name, options)
  return self:exchange("COMMIT", { transaction = name }, nil, options)
end

function Session:abort(name, options)
  return self:exchange("ABORT", { transaction = name }, nil, options)
end

-- Says goodbye, waits for the receipt, and closes.
function Session:disconnect(timeout)
  local ok, err = self:exchange("DISCONNECT", {}, nil, { receipt = true, timeout = timeout or "5s" })
  self:finish(failure("the session was closed", errors.CANCELED, false))
  self.client:close(1000)
  return ok, err
end

-- The next message, {body, headers, destination, ack}, and true; at the end nil, false, and why.
function Subscription:receive(timeout)
  return self.messages:receive(timeout)
end

function Subscription:case_receive()
  return self.messages:case_receive()
end

function Subscription:dropped()
  return self.messages:dropped()
end

-- Confirms a message, or refuses it, where the subscription is not "auto".
function Subscription:ack(message, transaction)
  return self.session:frame("ACK", { id = message.ack, transaction = transaction })
end

function Subscription:nack(message, transaction)
  return self.session:frame("NACK", { id = message.ack, transaction = transaction })
end

function Subscription:unsubscribe()
  self.session.subscriptions[self.id] = nil
  self.messages:close()
  return self.session:frame("UNSUBSCRIBE", { id = self.id })
end

return stomp
