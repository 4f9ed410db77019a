-- Opens connections, 50 at a time, and keeps them.
kept = kept or {}
local done = channel.new(50)
for _ = 1, 50 do
  coroutine.spawn(function()
    for _ = 1, connections / 50 do
      kept[#kept + 1] = assert(websocket.connect(url))
    end
    done:send(true)
  end)
end
for _ = 1, 50 do
  done:receive()
end
