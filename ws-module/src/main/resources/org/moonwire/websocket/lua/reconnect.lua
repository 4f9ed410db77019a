-- A connection that comes back (ws-module/manual/protocols.md).

local websocket, time, queue = require("websocket"), require("time"), require("websocket.queue")

local reconnect = {}

local Feed = {}
Feed.__index = Feed

local HOPELESS = { [400] = true, [401] = true, [403] = true, [404] = true, [405] = true, [410] = true }
local KNOWN = {
  connect = true, min_delay = true, max_delay = true, attempts = true, on_open = true, retry = true,
  capacity = true, overflow = true, buffer = true,
}
local MAX_BUFFER = 100000

-- What else there is than ASCII in UTF-8 (RFC 3629, section 4).
local CHARACTERS = {
  "[\194-\223][\128-\191]", "\224[\160-\191][\128-\191]", "[\225-\236\238\239][\128-\191][\128-\191]",
  "\237[\128-\159][\128-\191]", "\240[\144-\191][\128-\191][\128-\191]",
  "[\241-\243][\128-\191][\128-\191][\128-\191]", "\244[\128-\143][\128-\191][\128-\191]",
}

-- Failures of a message, not of the connection.
local OWN_FAILURES = { [errors.INVALID] = true, [errors.CONFLICT] = true }

local function is_text(data)
  if not data:find("[\128-\255]") then
    return true
  end
  for _, character in ipairs(CHARACTERS) do
    data = data:gsub(character, " ")
  end
  return not data:find("[\128-\255]")
end

-- What a client would say of a message, for one that has to wait: one that can never be sent would hold up all behind it.
local function fault(data, kind)
  if kind ~= nil and kind ~= websocket.TEXT and kind ~= websocket.BINARY then
    return "message type " .. tostring(kind) .. " is neither websocket.TEXT (1) nor websocket.BINARY (2)"
  elseif kind ~= websocket.BINARY and not is_text(data) then
    return "text message is not valid UTF-8"
  end
end

local function worth_a_retry(err)
  local kind, details = err:kind(), err:details() or {}
  return kind ~= errors.PERMISSION_DENIED and kind ~= errors.INVALID and not HOPELESS[details.status]
end

local function length(value, default)
  local d, err = time.parse_duration(value or default)
  if not d or d:nanoseconds() <= 0 then
    error("a delay must be a duration of more than 0, not `" .. tostring(value) .. "`: " .. tostring(err or ""), 3)
  end
  return d:seconds()
end

local function whole(options, name, default, most)
  local value = options[name] == nil and default or options[name]
  if type(value) ~= "number" or value < 0 or value > most or value % 1 ~= 0 then
    error(name .. " must be a whole number from 0 to " .. most .. ", not `" .. tostring(value) .. "`", 3)
  end
  return value
end

-- Starts to connect and returns at once.
function reconnect.new(url, options)
  options = options or {}
  if type(url) ~= "string" and type(url) ~= "function" then
    error("the url must be a string, or a function that returns one", 2)
  end
  for name in pairs(options) do
    if not KNOWN[name] then
      error("unknown option `" .. tostring(name) .. "`", 2)
    end
  end
  local feed = setmetatable({
    url = url,
    connect = options.connect,
    min_delay = length(options.min_delay, "500ms"),
    max_delay = length(options.max_delay, "30s"),
    attempts = whole(options, "attempts", 0, 1e9),
    buffer = whole(options, "buffer", 0, MAX_BUFFER),
    on_open = options.on_open,
    retry = options.retry or worth_a_retry,
    received = queue.new { capacity = options.capacity, overflow = options.overflow },
    stopped = channel.new(),
    waiting = {},
    -- The places of the oldest and the newest of them.
    oldest = 1,
    newest = 0,
    counts = { connects = 0, failures = 0, lost = 0 },
    now = "connecting",
  }, Feed)
  coroutine.spawn(feed.run, feed)
  return feed
end

local function given(value, ...)
  if type(value) == "function" then
    return value(...)
  end
  return value
end

-- What a function of the author's has returned or raised, as an error object.
local function as_error(value, kind)
  local is_error = type(value) == "userdata" and pcall(function() return value:kind() end)
  return is_error and value or errors.new { message = tostring(value), kind = kind }
end

-- A connection, or nil and an error object.
function Feed:dial()
  local client, err
  local ok, raised = pcall(function()
    local url, options
    url, err = given(self.url)
    if url == nil and err ~= nil then
      return
    end
    options, err = given(self.connect, self.counts.connects)
    if options == nil and err ~= nil then
      return
    end
    client, err = websocket.connect(url, options)
  end)
  if not ok then
    return nil, as_error(raised, errors.INVALID)
  end
  return client, err and as_error(err)
end

-- Takes the oldest of the messages that wait.
function Feed:take()
  local message = self.waiting[self.oldest]
  self.waiting[self.oldest] = nil
  self.oldest = self.oldest + 1
  return message
end

-- Sends what has waited, in order; what the connection does not take waits on.
function Feed:flush(client)
  local sent = 0
  while self.oldest <= self.newest do
    -- Not among those that wait while it is under way: others may make room meanwhile.
    local message = self:take()
    local ok, err = client:send(message.data, message.type)
    if not ok then
      self.oldest = self.oldest - 1
      self.waiting[self.oldest] = message
      return nil, err
    end
    sent = sent + 1
  end
  return sent
end

-- Runs the hook, so that subscriptions stand before anything else is sent.
function Feed:open(client)
  if self.on_open then
    local ok, result, err = pcall(self.on_open, client, self.counts.connects)
    if not ok then
      return nil, as_error(result)
    elseif result == false or (result == nil and err) then
      return nil, as_error(err or "on_open returned false")
    end
  end
  return self:flush(client)
end

local function cause_of(client)
  local info = client:close_info()
  if not info then
    return nil
  end
  return info.cause or errors.new {
    message = "the connection was closed with " .. info.code .. (info.reason ~= "" and ": " .. info.reason or ""),
    kind = errors.UNAVAILABLE, retryable = true, details = { code = info.code, reason = info.reason },
  }
end

-- Hands on what arrives until the connection ends; returns why.
function Feed:serve(client)
  while true do
    local r = channel.select { client:channel():case_receive(), self.stopped:case_receive() }
    if r.channel == self.stopped then
      client:close(self.code, self.reason)
      return nil
    elseif not r.ok then
      return cause_of(client) or errors.new { message = "the connection ended", kind = errors.UNAVAILABLE }
    end
    local taken, err = self.received:put(r.value)
    if not taken and err then
      client:close(1008, "too slow")
      return err
    end
  end
end

-- Waits before the next attempt, with full jitter, so that many clients do not come back at once.
function Feed:pause(failures)
  local most = math.min(self.max_delay, self.min_delay * 2 ^ math.min(failures - 1, 40))
  local seconds = math.max(0.001, math.random() * most)
  channel.select { self.stopped:case_receive(), timeout = string.format("%.3fs", seconds) }
end

-- Connects again and again; returns why it no longer does.
function Feed:keep_up()
  local failures, err, since = 0, nil, nil
  while not self.over do
    self.now = "connecting"
    local client
    client, err = self:dial()
    if client then
      self.counts.connects = self.counts.connects + 1
      local sent, refused = self:open(client)
      if sent then
        failures, self.client, self.now = 0, client, "open"
        self.received:put {
          type = "open", attempt = self.counts.connects, lost = self.lost_now or 0, resent = sent,
          down = since and time.now():sub(since) or nil, cause = self.last_error,
        }
        self.lost_now = 0
        err = self:serve(client)
      else
        client:close(1000)
        err = refused
      end
      self.client, since = nil, time.now()
    end
    if self.over or self.received.ended then
      break
    end
    self.last_error = err
    failures = failures + 1
    self.counts.failures = self.counts.failures + 1
    if not self.retry(err) or (self.attempts > 0 and failures >= self.attempts) then
      break
    end
    self.now = "waiting"
    self:pause(failures)
  end
  return err
end

function Feed:run()
  local ok, err = pcall(self.keep_up, self)
  self.now, self.over = "closed", true
  if not ok then
    err = as_error(err)
  end
  self.received:close(err)
end

-- Sends a message now; without a connection it waits for the next one if there is room in the buffer.
function Feed:send(data, kind)
  if type(data) ~= "string" and type(data) ~= "number" then
    error("bad argument: a message is a string, got " .. type(data), 2)
  end
  if self.client and self.oldest > self.newest then
    local ok, err = self.client:send(data, kind)
    if ok or self.buffer == 0 or OWN_FAILURES[err:kind()] then
      return ok, err
    end
  end
  if self.over then
    return false, errors.new { message = "the connection is closed for good", kind = errors.UNAVAILABLE, retryable = false }
  end
  if self.buffer == 0 then
    return false, errors.new { message = "not connected at present", kind = errors.UNAVAILABLE, retryable = true }
  end
  data = tostring(data)
  local wrong = fault(data, kind)
  if wrong then
    return false, errors.new { message = wrong, kind = errors.INVALID, retryable = false }
  end
  if self.newest - self.oldest + 1 >= self.buffer then
    self:take()
    self.lost_now = (self.lost_now or 0) + 1
    self.counts.lost = self.counts.lost + 1
  end
  self.newest = self.newest + 1
  self.waiting[self.newest] = { data = data, type = kind }
  return true
end

-- The next message, or that a connection is open: a table with `type`; as a queue's.
function Feed:receive(timeout)
  return self.received:receive(timeout)
end

function Feed:case_receive()
  return self.received:case_receive()
end

-- Iterates over messages, without the news of connections.
function Feed:messages()
  return function()
    while true do
      local message, ok = self:receive()
      if not ok then
        return nil
      elseif message.type ~= "open" then
        return message
      end
    end
  end
end

-- "connecting", "open", "waiting" or "closed", and the last error.
function Feed:state()
  return self.now, self.last_error
end

-- How often it has connected and failed, and how many messages were lost, sent or received.
function Feed:stats()
  return {
    connects = self.counts.connects, failures = self.counts.failures,
    lost = self.counts.lost, dropped = self.received:dropped(), waiting = self.newest - self.oldest + 1,
  }
end

-- Ends it for good.
function Feed:close(code, reason)
  if not self.over then
    self.over, self.code, self.reason = true, code or 1000, reason or ""
    self.stopped:close()
  end
  return true
end

return reconnect
