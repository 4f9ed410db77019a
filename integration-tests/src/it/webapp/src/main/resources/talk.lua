-- Exchanges a message, and leaves behind what a careless application leaves behind.
local websocket = require("websocket")
local time = require("time")

clients = {}
for i = 1, 3 do
  local client = assert(websocket.connect(url))
  clients[i] = client
  coroutine.spawn(function()
    local messages = client:channel()
    if i > 1 then
      messages:receive()
    end
  end)
end

local nobody_sends = channel.new()
coroutine.spawn(function() nobody_sends:receive() end)
coroutine.spawn(function() ("x"):gsub("x", function() nobody_sends:receive() end) end)
coroutine.spawn(function() time.sleep("1h") end)
ticker = time.ticker("100ms")

clients[1]:send("hello")
return clients[1]:channel():receive().data
