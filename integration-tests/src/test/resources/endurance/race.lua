-- Connects while other connections of the engine are being closed, by us, by the server, and dropped.
local done = channel.new(attempts)
local paths = { "/echo", "/close?code=1000", "/close?drop=1", "/status?code=403", "/silent" }
for i = 1, attempts do
  coroutine.spawn(function()
    local client = websocket.connect(server:url(paths[i % #paths + 1]), { dial_timeout = "20s" })
    if client and i % 3 == 0 then
      client:close(1006)
    elseif client then
      client:close()
    end
    done:send(true)
  end)
end
for _ = 1, attempts do
  done:receive()
end
return attempts
