-- Opens connections, 50 at a time, and keeps them.
kept = kept or {}
local done = channel.new(50)
for _ = 1, 50 do
  coroutine.spawn(function()
    for _ = 1, connections / 50 do
      -- In one statement the place would be found before the wait, and taken by others meanwhile.
      local client = assert(websocket.connect(url))
      kept[#kept + 1] = client
    end
    done:send(true)
  end)
end
for _ = 1, 50 do
  done:receive()
end
