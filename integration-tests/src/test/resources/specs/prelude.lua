-- Loaded before every spec. `runner` and `server` are bound by the host.

function case(name, body)
  if runner:wants(name) then
    body()
  end
end

function eq(actual, wanted, what)
  if actual ~= wanted then
    error(("%s: expected %s, got %s"):format(what or "value", tostring(wanted), tostring(actual)), 2)
  end
end

function contains(text, part)
  if not tostring(text):find(part, 1, true) then
    error(("`%s` does not contain `%s`"):format(tostring(text), part), 2)
  end
end

function raises(part, f, ...)
  local ok, message = pcall(f, ...)
  if ok then
    error("no error was raised, expected one with `" .. part .. "`", 2)
  end
  contains(message, part)
end

function fails(value, err, kind, retryable, part)
  if value then
    error("expected a failure, got " .. tostring(value), 2)
  end
  eq(err:kind(), kind, "kind")
  eq(err:retryable(), retryable, "retryable")
  contains(err:message(), part)
end

function connect(path, options)
  local client, err = require("websocket").connect(server:url(path), options)
  if err then
    error("connect failed: " .. err:message(), 2)
  end
  return client
end

-- The data of all messages up to the end of the connection.
function drain(ch)
  local all = {}
  while true do
    local message, ok = ch:receive()
    if not ok then
      return all
    end
    all[#all + 1] = message.data
  end
end
