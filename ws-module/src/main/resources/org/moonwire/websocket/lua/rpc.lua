-- Requests and answers over one connection: JSON-RPC 2.0, and the same without its envelope, as the
-- Chrome DevTools Protocol has it (ws-module/manual/protocols.md).

local json, queue, time = require("json"), require("websocket.queue"), require("time")

local rpc = {}

local Peer = {}
Peer.__index = Peer

local MAX_PENDING = 10000
local MAX_BATCH = 1000
local METHOD_NOT_FOUND, INTERNAL_ERROR = -32601, -32603

local KNOWN = { timeout = true, envelope = true, handlers = true, capacity = true, overflow = true }

-- Before anything waits for an answer.
local function checked(timeout)
  local duration, err = time.parse_duration(timeout)
  if not duration or duration:nanoseconds() <= 0 then
    error("timeout must be a duration of more than 0, not `" .. tostring(timeout) .. "`: " .. tostring(err or ""), 3)
  end
  return timeout
end

-- Speaks over an open connection, whose channel is the peer's alone from then on.
function rpc.new(client, options)
  options = options or {}
  for name in pairs(options) do
    if not KNOWN[name] then
      error("unknown option `" .. tostring(name) .. "`", 2)
    end
  end
  local envelope = options.envelope or "jsonrpc"
  if envelope ~= "jsonrpc" and envelope ~= "plain" then
    error("envelope must be jsonrpc or plain, not `" .. tostring(envelope) .. "`", 2)
  end
  local peer = setmetatable({
    client = client,
    timeout = checked(options.timeout or "30s"),
    jsonrpc = envelope == "jsonrpc" and "2.0" or nil,
    handlers = options.handlers or {},
    news = queue.new { capacity = options.capacity, overflow = options.overflow or "drop_oldest" },
    pending = {},
    count = 0,
    next_id = 0,
  }, Peer)
  coroutine.spawn(peer.run, peer)
  return peer
end

local function remote_error(e, method)
  e = type(e) == "table" and e or { message = tostring(e) }
  return errors.new {
    message = (method and method .. ": " or "") .. tostring(e.message or "error"), kind = errors.INTERNAL,
    retryable = false, details = { code = e.code, data = e.data },
  }
end

function Peer:request(method, params, session)
  if type(method) ~= "string" then
    error("bad argument: the method is a string, got " .. type(method), 3)
  end
  if type(params) == "table" and next(params) == nil then
    params = json.object({})
  end
  return { jsonrpc = self.jsonrpc, method = method, params = params, sessionId = session }
end

function Peer:write(message)
  local text, err = json.encode(message)
  if not text then
    return false, err
  end
  return self.client:send(text)
end

-- A channel on which the answer to a new id will come.
function Peer:expect()
  if self.over then
    return nil, self.failure
  end
  if self.count >= MAX_PENDING then
    return nil, errors.new {
      message = "`" .. MAX_PENDING .. "` requests wait for answers already", kind = errors.RATE_LIMITED, retryable = true,
    }
  end
  self.next_id, self.count = self.next_id + 1, self.count + 1
  local answer = channel.new(1)
  self.pending[self.next_id] = answer
  return answer, nil, self.next_id
end

function Peer:forget(id)
  if self.pending[id] then
    self.pending[id] = nil
    self.count = self.count - 1
  end
end

function Peer:await(answer, id, method, timeout)
  local message, ok = answer:receive(timeout)
  self:forget(id)
  if not ok then
    if self.over then
      return nil, self.failure
    end
    return nil, errors.new {
      message = method .. ": no answer within " .. tostring(timeout), kind = errors.TIMEOUT, retryable = true,
    }
  end
  if message.error ~= nil then
    return nil, remote_error(message.error, method)
  end
  return message.result
end

-- Sends a request and waits for its answer. `options`: timeout, session.
function Peer:call(method, params, options)
  options = options or {}
  local timeout = checked(options.timeout or self.timeout)
  local request = self:request(method, params, options.session)
  local answer, err, id = self:expect()
  if not answer then
    return nil, err
  end
  request.id = id
  local sent
  sent, err = self:write(request)
  if not sent then
    self:forget(id)
    return nil, err
  end
  return self:await(answer, id, method, timeout)
end

-- Sends a request that nobody answers.
function Peer:notify(method, params, options)
  return self:write(self:request(method, params, options and options.session))
end

-- Sends several requests as one message; returns results and errors by their places, the latter nil if there are none.
function Peer:batch(list, options)
  local timeout = checked(options and options.timeout or self.timeout)
  if #list == 0 or #list > MAX_BATCH then
    error("a batch has 1 to " .. MAX_BATCH .. " requests", 2)
  end
  local requests, waits = json.array({}), {}
  for i, item in ipairs(list) do
    local request = self:request(item[1] or item.method, item[2] or item.params)
    local answer, err, id = self:expect()
    if not answer then
      for _, wait in ipairs(waits) do self:forget(wait.id) end
      return nil, err
    end
    request.id = id
    requests[i], waits[i] = request, { answer = answer, id = id, method = request.method }
  end
  local sent, err = self:write(requests)
  local results, failures = {}, nil
  for i, wait in ipairs(waits) do
    if sent then
      results[i], err = self:await(wait.answer, wait.id, wait.method, timeout)
    else
      self:forget(wait.id)
    end
    if err then
      failures = failures or {}
      failures[i] = err
    end
  end
  return results, failures
end

function Peer:answer(message)
  local handler = self.handlers[message.method]
  local reply = { jsonrpc = self.jsonrpc, id = message.id, sessionId = message.sessionId }
  if not handler then
    reply.error = { code = METHOD_NOT_FOUND, message = "method not found" }
  else
    local ok, result, err = pcall(handler, message.params)
    if not ok or (result == nil and err) then
      local code = ok and type(err) == "table" and err.code or INTERNAL_ERROR
      local text = ok and (type(err) == "table" and err.message or tostring(err)) or "internal error"
      reply.error = { code = code, message = text }
    else
      reply.result = result == nil and json.null or result
    end
  end
  self:write(reply)
end

function Peer:dispatch(message)
  if type(message) ~= "table" then
    return
  end
  if message.method == nil and #message > 0 then
    for _, one in ipairs(message) do
      self:dispatch(one)
    end
  elseif message.method ~= nil and message.id ~= nil then
    coroutine.spawn(self.answer, self, message)
  elseif message.method ~= nil then
    self.news:put(message)
  elseif message.id ~= nil then
    local answer = self.pending[message.id]
    if answer then
      -- One answer has room; a second one to the same id is nobody's.
      self:forget(message.id)
      answer:send(message)
    end
  else
    self.news:put { data = json.encode(message), err = errors.new("neither a request nor an answer") }
  end
end

function Peer:run()
  while true do
    local message, ok = self.client:channel():receive()
    if not ok then
      break
    end
    local decoded, err = json.decode(message.data)
    if type(decoded) == "table" then
      self:dispatch(decoded)
    else
      self.news:put { data = message.data, err = err or errors.new("neither an object nor a list") }
    end
  end
  local info = self.client.close_info and self.client:close_info()
  self:finish(errors.new {
    message = "the connection ended before the answer" .. (info and " (" .. info.code .. ")" or ""),
    kind = errors.UNAVAILABLE, retryable = true,
  })
end

function Peer:finish(failure)
  if not self.over then
    self.over, self.failure = true, failure
    for _, answer in pairs(self.pending) do
      answer:close()
    end
    self.pending, self.count = {}, 0
    self.news:close()
  end
end

-- What the server says without being asked: {method, params}, or {data, err} if nobody can read it; as a queue's.
function Peer:receive(timeout)
  return self.news:receive(timeout)
end

function Peer:case_receive()
  return self.news:case_receive()
end

-- How many of those were dropped because nobody took them in time.
function Peer:dropped()
  return self.news:dropped()
end

-- Ends peer and connection.
function Peer:close(code, reason)
  self:finish(errors.new { message = "the peer was closed", kind = errors.CANCELED, retryable = false })
  return self.client:close(code or 1000, reason or "")
end

return rpc
