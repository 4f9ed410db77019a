-- Load tests that measure right, in JMeter, under `moonwire load` and by hand (ws-module/manual/jmeter.md).

local websocket, time = require("websocket"), require("time")

local DEFAULT_TIMEOUT = "30s"
local NORMAL = 1000

local CONNECT = { name = true, connect = true }
local SEND = { name = true, type = true }
local RECEIVE = { name = true, timeout = true, match = true, check = true }
local REQUEST = { name = true, type = true, timeout = true, match = true, check = true }

local function given(options, known)
  if options ~= nil and type(options) ~= "table" then
    error("options must be a table, not `" .. tostring(options) .. "`", 3)
  end
  for name in pairs(options or {}) do
    if not known[name] then
      error("unknown option `" .. tostring(name) .. "`", 3)
    end
  end
  return options or {}
end

local function length(timeout)
  local duration, err = time.parse_duration(timeout or DEFAULT_TIMEOUT)
  if not duration or duration:nanoseconds() <= 0 then
    error("timeout must be a duration of more than 0, not `" .. tostring(timeout) .. "`: " .. tostring(err or ""), 3)
  end
  return duration:nanoseconds()
end

-- Why a connection can do no more, with the code that a result file shows.
local function ended(client, err)
  local info = client:close_info()
  if not info then
    return err, err:kind()
  end
  local reason = info.cause and info.cause:message() or info.reason
  return errors.new {
    message = "the connection ended with " .. info.code .. (reason ~= "" and ": " .. reason or ""),
    kind = errors.UNAVAILABLE, retryable = true, details = { code = info.code },
  }, tostring(info.code)
end

-- The functions for one user. `host` keeps connections and gets samples.
local function new(host)
  local test, Session = {}, {}
  Session.__index = Session
  local watcher, failure

  -- Runs an operation as a sample; what fails is raised, so that the rest of the iteration is not run without it.
  local function measure(label, url, work)
    local sample = {
      label = label, url = url, ok = true, code = "200", message = "OK", connect = 0, latency = 0,
      sent = 0, received = 0, messages_sent = 0, messages_received = 0,
    }
    local started = host.now()
    sample.started = started
    local value, err, code = work(sample)
    sample.elapsed = host.now() - started
    if err then
      sample.ok, sample.code, sample.message = false, code or err:kind(), err:message()
    end
    host.record(sample)
    if watcher then
      watcher(sample)
    end
    if err then
      failure = errors.new {
        message = label .. ": " .. err:message(), kind = err:kind(), retryable = err:retryable(), details = err:details(),
      }
      error(failure, 0)
    end
    return value
  end

  local function sent(self, sample, data, kind)
    local ok, err = self.client:send(data, kind)
    if not ok then
      return nil, ended(self.client, err)
    end
    sample.sent, sample.messages_sent = #data, 1
    return true
  end

  -- The next message that matches, until the time is over.
  local function received(self, sample, options, nanoseconds)
    local messages, deadline = self.client:channel(), host.now() + nanoseconds
    while true do
      local message, ok, why = messages:receive(deadline - host.now())
      if why == "timeout" then
        return nil, errors.new {
          message = "no answer within " .. tostring(options.timeout or DEFAULT_TIMEOUT), kind = errors.TIMEOUT, retryable = true,
        }
      elseif not ok then
        return nil, ended(self.client, why or errors.new { message = "the connection ended", kind = errors.UNAVAILABLE })
      end
      sample.received = sample.received + #message.data
      sample.messages_received = sample.messages_received + 1
      if sample.messages_received == 1 then
        sample.latency = host.now() - sample.started
      end
      if not options.match or options.match(message) then
        sample.data = message.data
        if options.check and not options.check(message) then
          return nil, errors.new { message = "the answer is not what `check` wants", kind = errors.INVALID }, "CHECK"
        end
        return message
      end
    end
  end

  -- The connection of this user by that name: the one there is, or a new one if there is none or it has ended.
  function test.connect(url, options)
    options = given(options, CONNECT)
    if options.connect and options.connect.stream then
      error("`stream` is not for a load test: its messages have no length", 2)
    end
    local name = options.name or "connect"
    local client = host.kept(name)
    if not client or client:close_info() then
      client = measure(name, url, function(sample)
        local opened, err = websocket.connect(url, options.connect)
        local took = host.now() - sample.started
        sample.connect, sample.latency = took, took
        if opened then
          host.keep(name, opened)
          sample.code, sample.message = "101", "Switching Protocols"
          return opened
        end
        local status = (err:details() or {}).status
        return nil, err, status and tostring(status)
      end)
    end
    return setmetatable({ client = client, url = url }, Session)
  end

  function Session:send(data, options)
    options = given(options, SEND)
    return measure(options.name or "send", self.url, function(sample)
      return sent(self, sample, data, options.type)
    end)
  end

  function Session:receive(options)
    options = given(options, RECEIVE)
    local nanoseconds = length(options.timeout)
    return measure(options.name or "receive", self.url, function(sample)
      return received(self, sample, options, nanoseconds)
    end)
  end

  local function request(self, label, data, options, check)
    local nanoseconds = length(options.timeout)
    return measure(options.name or label, self.url, function(sample)
      local ok, err, code = sent(self, sample, data, options.type)
      if not ok then
        return nil, err, code
      end
      local message
      message, err, code = received(self, sample, options, nanoseconds)
      if message and check and message.data ~= data then
        return nil, errors.new { message = "the answer is not what was sent", kind = errors.INVALID }, "CHECK"
      end
      return message, err, code
    end)
  end

  -- Sends a message and waits for the answer: the next message that matches.
  function Session:request(data, options)
    return request(self, "request", data, given(options, REQUEST), false)
  end

  -- As a request, whose answer has to be the same message.
  function Session:echo(data, options)
    return request(self, "echo", data, given(options, REQUEST), true)
  end

  -- Closes the connection now; without this it is closed with 1000 when the user ends.
  function Session:close(code, reason)
    return measure("close", self.url, function()
      local ok, err = self.client:close(code or NORMAL, reason or "")
      return ok, err or nil
    end)
  end

  -- Counts whether something is as it should be; returns that.
  function test.check(name, ok)
    if type(name) ~= "string" then
      error("bad argument: a check has a name, got " .. type(name), 2)
    end
    host.check(name, not not ok)
    return not not ok
  end

  -- One round of a user: JMeter runs it at once, `moonwire load` again and again.
  function test.iteration(work)
    if type(work) ~= "function" then
      error("bad argument: an iteration is a function, got " .. type(work), 2)
    end
    return host.run(work, function(err)
      return failure ~= nil and rawequal(err, failure)
    end)
  end

  -- What `moonwire load` is to do if its command line does not say; elsewhere it is ignored.
  function test.options(options)
    if type(options) ~= "table" then
      error("bad argument: options are a table, got " .. type(options), 2)
    end
    host.options(options)
  end

  -- Has a function called with every sample, beside what the host does with it.
  function test.on_sample(handle)
    watcher = handle
  end

  -- The number of this user, and that of its round, both from 1.
  function test.user()
    return host.user()
  end

  function test.round()
    return host.round()
  end

  return test
end

-- By hand an iteration runs once, at once.
local function plain()
  local kept, start = {}, time.now()
  local host = { record = function() end, check = function() end, options = function() end }

  function host.now()
    return time.now():sub(start):nanoseconds()
  end

  function host.kept(name)
    return kept[name]
  end

  function host.keep(name, client)
    kept[name] = client
  end

  function host.user()
    return 1
  end

  host.round = host.user

  function host.run(work)
    local ok, err = pcall(work)
    for _, client in pairs(kept) do
      client:close(NORMAL)
    end
    if not ok then
      error(err, 0)
    end
  end

  return host
end

local loadtest = new(SampleResult and vars and ctx and require("websocket.jmeter").host() or plain())

-- For hosts: the functions for one user of theirs.
loadtest.new = new

return loadtest
