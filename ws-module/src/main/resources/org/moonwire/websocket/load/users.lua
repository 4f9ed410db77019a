-- The users of `moonwire load` that live in one engine: each is a task with globals of its own.
local host, websocket_loadtest, time = require("moonwire_load"), require("websocket.loadtest"), require("time")
local error, ipairs, load, pairs, setmetatable, tostring, type, xpcall =
  error, ipairs, load, pairs, setmetatable, tostring, type, xpcall
local channel, coroutine, traceback, unpack = channel, coroutine, debug.traceback, table.unpack
local new, require, globals = websocket_loadtest.new, require, _G

local NORMAL = 1000

-- After an iteration that failed: a server that refuses is not asked without a pause.
local FAILED_PAUSE = "100ms"

local function strings(list)
  local t = {}
  for i, value in ipairs(list) do
    t[i] = value
  end
  return t
end

-- What a user keeps, and its functions of websocket.loadtest.
local function tester(user)
  local kept, round = {}, 0
  local state, calls = { settings = {} }, { now = host.now, check = host.check }

  function calls.kept(name)
    return kept[name]
  end

  function calls.keep(name, client)
    kept[name] = client
    host.opened()
  end

  function calls.record(s)
    host.record(
      user, s.label, s.ok, s.elapsed, s.connect, s.latency, s.sent, s.received, s.messages_sent, s.messages_received,
      s.code, s.message, s.url
    )
  end

  function calls.options(options)
    state.settings = options
  end

  function calls.run(work, is_sample)
    if state.work then
      error("`loadtest.iteration` was called before: a script has one", 3)
    end
    state.work, state.is_sample = work, is_sample
  end

  function calls.user()
    return user
  end

  function calls.round()
    return round
  end

  function state.begin()
    round = round + 1
  end

  function state.close()
    for _, client in pairs(kept) do
      client:close(NORMAL, "")
    end
  end

  state.test = new(calls)
  return state
end

-- Runs the script once for a user, in globals that nobody else has.
local function prepared(user, source, name, arguments)
  local state = tester(user)
  local environment = {}
  environment._G = environment
  environment.arg = arguments
  environment.require = function(wanted)
    if wanted == "websocket.loadtest" then
      return state.test
    end
    return require(wanted)
  end
  setmetatable(environment, { __index = globals })
  -- A first line that begins with # is for the shell.
  local chunk, message = load((source:gsub("^#[^\n]*", "")), "@" .. name, "t", environment)
  if not chunk then
    error(message, 0)
  end
  chunk(unpack(arguments))
  if not state.work then
    error(name .. ": the script has no iteration: call `loadtest.iteration(function() ... end)`", 0)
  end
  return state
end

-- What is below the script is this program, which nobody asked for.
local function trace(err)
  local text = type(err) == "string" and traceback(err, 2) or tostring(err)
  local below = text:find("\n[^\n]*in function 'xpcall'\n")
  return { error = err, text = below and text:sub(1, below - 1) or text }
end

local function round(state)
  local started = host.now()
  state.begin()
  local ok, raised = xpcall(state.work, trace)
  local script_error = not ok and not state.is_sample(raised.error)
  host.finished(ok, host.now() - started, script_error and raised.text or nil)
  return ok
end

local function live(user, delay, ...)
  if delay > 0 then
    time.sleep((time.parse_duration(delay)))
  end
  host.joined()
  local ok, state = xpcall(prepared, trace, user, ...)
  if ok then
    while host.begin() do
      if round(state) then
        coroutine.yield()
      else
        time.sleep(FAILED_PAUSE)
      end
    end
    state.close()
  else
    host.broken(state.text)
  end
  host.left()
end

-- What the script asks for.
local function settings(source, name, arguments)
  return prepared(0, source, name, strings(arguments)).settings
end

-- Runs these users, whose numbers are `first`, `first + step` and so on up to `last`; returns when all have ended.
local function run(first, step, last, delay, source, name, arguments)
  local count, done, words = 0, channel.new(last), strings(arguments)
  for user = first, last, step do
    count = count + 1
    coroutine.spawn(function()
      live(user, (user - 1) * delay, source, name, words)
      done:send(true)
    end)
  end
  for _ = 1, count do
    done:receive()
  end
end

return { settings = settings, run = run }
