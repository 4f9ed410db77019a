-- The connection of `moonwire connect`: opens it, hands on what comes, sends what was typed.
local json, websocket = require("json"), require("websocket")

local function fields(map)
  local t = {}
  for key, value in pairs(map) do
    t[key] = value
  end
  return t
end

local function list(values)
  local t = {}
  for i, value in ipairs(values) do
    t[i] = value
  end
  return #t > 0 and t or nil
end

-- A header may be given several times.
local function headers(lines)
  local t = {}
  for _, line in ipairs(lines) do
    local name, value = string.match(line, "^([^:]+):%s*(.*)$")
    local present = t[name]
    if present then
      present[#present + 1] = value
    else
      t[name] = { value }
    end
  end
  return next(t) and t or nil
end

-- "add 1 2" becomes a call of the method add; arguments are JSON where they can be.
local function call(line, id)
  local method, rest = string.match(line, "^%s*(%S+)%s*(.-)%s*$")
  local params = rest ~= "" and json.decode(rest) or nil
  if type(params) ~= "table" then
    params = {}
    for word in string.gmatch(rest or "", "%S+") do
      local value = json.decode(word)
      if value == nil then
        value = word
      end
      params[#params + 1] = value
    end
    if #params == 0 then
      params = nil
    end
  end
  return json.encode({ jsonrpc = "2.0", id = id, method = method, params = params })
end

-- Returns the functions send, close, ping and ending, or nil and an error.
return function(url, settings, received, ended)
  local options = fields(settings)
  local calls, kind = options.jsonrpc, options.binary and websocket.BINARY or websocket.TEXT
  options.jsonrpc, options.binary = nil, nil
  options.headers = headers(options.headers)
  options.protocols = list(options.protocols)
  options.tls = options.tls and fields(options.tls)
  options.keepalive = options.keepalive and fields(options.keepalive)
  local client, err = websocket.connect(url, options)
  if not client then
    return nil, err
  end
  coroutine.spawn(function()
    for message in client:messages() do
      received(message.type, message.data)
    end
    ended()
  end)
  local id = 0

  local function send(line)
    if calls then
      id = id + 1
      line = call(line, id)
    end
    return client:send(line, kind)
  end

  local function close(code, reason)
    return client:close(code, reason)
  end

  local function ping()
    local ok, latency = client:ping("", { wait = "10s" })
    return ok, tostring(latency)
  end

  local function ending()
    local info = client:close_info()
    return info.code, info.reason, info.by, info.cause and info.cause:message() or ""
  end

  return send, close, ping, ending
end
