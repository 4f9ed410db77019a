-- GraphQL over WebSocket: the protocol graphql-transport-ws, and graphql-ws, which is older
-- (ws-module/manual/protocols.md).

local websocket, json, queue = require("websocket"), require("json"), require("websocket.queue")

local graphql = {}

local Session = {}
Session.__index = Session

local Subscription = {}
Subscription.__index = Subscription

local NEW, OLD = "graphql-transport-ws", "graphql-ws"
local WORDS = {
  [NEW] = { start = "subscribe", data = "next", stop = "complete" },
  [OLD] = { start = "start", data = "data", stop = "stop" },
}
local KNOWN = { payload = true, protocols = true, timeout = true, connect = true }
local MAX_SUBSCRIPTIONS = 10000

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

local function copy(options)
  local result = {}
  for name, value in pairs(options or {}) do
    result[name] = value
  end
  return result
end

-- Connects and waits until the server has said that the connection may be used.
function graphql.connect(url, options)
  options = options or {}
  checked(options, KNOWN)
  local settings = copy(options.connect)
  settings.protocols, settings.require_protocol = options.protocols or { NEW, OLD }, true
  local client, err = websocket.connect(url, settings)
  if not client then
    return nil, err
  end
  local session = setmetatable({
    client = client, words = WORDS[client:protocol()], running = {}, count = 0, next_id = 0,
    ready = channel.new(1), timeout = options.timeout or "30s",
  }, Session)
  if not session.words then
    client:close()
    return nil, failure("the server speaks `" .. tostring(client:protocol()) .. "`", errors.INVALID, false)
  end
  coroutine.spawn(session.run, session)
  session:write { type = "connection_init", payload = options.payload }
  local acknowledged = session.ready:receive(session.timeout)
  if not acknowledged then
    client:close(4408, "connection initialisation timeout")
    return nil, session.failure or failure("no connection_ack within " .. tostring(session.timeout), errors.TIMEOUT, true)
  end
  return session
end

function Session:write(message)
  local text, err = json.encode(message)
  if not text then
    return false, err
  end
  return self.client:send(text)
end

function Session:run()
  while true do
    local message, ok = self.client:channel():receive()
    if not ok then
      break
    end
    self:dispatch(json.decode(message.data))
  end
  local info = self.client:close_info() or {}
  local reason = info.reason and info.reason ~= "" and ": " .. info.reason or ""
  self.failure = failure(
    "the connection ended with " .. tostring(info.code) .. reason, errors.UNAVAILABLE,
    not (info.code and info.code >= 4400 and info.code < 4500), { code = info.code, reason = info.reason })
  self.ready:close()
  for _, subscription in pairs(self.running) do
    subscription.results:close(self.failure)
  end
  self.running, self.count = {}, 0
end

function Session:dispatch(message)
  if type(message) ~= "table" then
    return
  end
  local subscription = message.id ~= nil and self.running[tostring(message.id)]
  if message.type == "connection_ack" then
    channel.select { self.ready:case_send(message.payload or true), default = true }
  elseif message.type == "ping" then
    self:write { type = "pong", payload = message.payload }
  elseif message.type == "connection_error" then
    self.client:close(4403, "refused")
  elseif subscription and message.type == self.words.data then
    local taken = subscription.results:put(message.payload)
    if not taken and subscription.results.ended then
      subscription:stop()
    end
  elseif subscription and message.type == "complete" then
    self:forget(subscription)
    subscription.results:close()
  elseif subscription and message.type == "error" then
    self:forget(subscription)
    subscription.results:close(graphql.error(message.payload))
  end
end

-- What a list of errors of GraphQL, or one, is as error object.
function graphql.error(list)
  local first = type(list) == "table" and (list[1] or list) or {}
  return failure(tostring(first.message or "GraphQL error"), errors.INVALID, false, { errors = list })
end

function Session:forget(subscription)
  if self.running[subscription.id] then
    self.running[subscription.id] = nil
    self.count = self.count - 1
  end
end

-- Starts an operation; its results come from what this returns. `options`: operation_name, capacity, overflow.
function Session:subscribe(query, variables, options)
  options = options or {}
  checked(options, { operation_name = true, capacity = true, overflow = true })
  if self.failure then
    return nil, self.failure
  end
  if self.count >= MAX_SUBSCRIPTIONS then
    return nil, failure("`" .. MAX_SUBSCRIPTIONS .. "` operations are under way already", errors.RATE_LIMITED, true)
  end
  self.next_id, self.count = self.next_id + 1, self.count + 1
  local id = tostring(self.next_id)
  local subscription = setmetatable({
    session = self, id = id, results = queue.new { capacity = options.capacity, overflow = options.overflow },
  }, Subscription)
  self.running[id] = subscription
  local sent, err = self:write {
    id = id, type = self.words.start,
    payload = { query = query, variables = variables and json.object(variables), operationName = options.operation_name },
  }
  if not sent then
    self:forget(subscription)
    return nil, err
  end
  return subscription
end

-- The first result of an operation, for queries and mutations.
function Session:query(query, variables, options)
  options = options or {}
  local subscription, err = self:subscribe(query, variables, { operation_name = options.operation_name })
  if not subscription then
    return nil, err
  end
  local result, ok, why = subscription:receive(options.timeout or self.timeout)
  subscription:stop()
  if not ok then
    if why == "timeout" then
      why = failure("no result within " .. tostring(options.timeout or self.timeout), errors.TIMEOUT, true)
    end
    return nil, why or failure("the operation ended without a result", errors.INTERNAL, false)
  end
  if type(result) == "table" and result.errors then
    return nil, graphql.error(result.errors)
  end
  return result
end

-- Ends everything.
function Session:close(code, reason)
  return self.client:close(code or 1000, reason or "")
end

-- The next result, a table with `data` and perhaps `errors`, and true; at the end nil, false, and why.
function Subscription:receive(timeout)
  return self.results:receive(timeout)
end

function Subscription:case_receive()
  return self.results:case_receive()
end

function Subscription:dropped()
  return self.results:dropped()
end

-- Ends the operation; what has come can still be received.
function Subscription:stop()
  if self.session.running[self.id] then
    self.session:forget(self)
    self.session:write { id = self.id, type = self.session.words.stop }
  end
  self.results:close()
  return true
end

return graphql
