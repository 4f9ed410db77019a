-- Opens connections to several loopback addresses, 50 at a time, and keeps them.
kept = kept or {}
local done, opened = channel.new(50), #kept
for task = 1, 50 do
  coroutine.spawn(function()
    for i = task, connections, 50 do
      local url = ("ws://127.0.0.%d:%d/"):format((opened + i) % addresses + 1, port)
      local client = assert(websocket.connect(url))
      kept[#kept + 1] = client
    end
    done:send(true)
  end)
end
for _ = 1, 50 do
  done:receive()
end
