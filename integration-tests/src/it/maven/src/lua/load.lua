-- Ten connections at once; each sends one message and waits for its echo.
local websocket = require("websocket")

local answers = channel.new(10)
for i = 1, 10 do
  coroutine.spawn(function()
    local client = assert(websocket.connect(url))
    client:send("message " .. i)
    answers:send(client:channel():receive().data)
    client:close()
  end)
end

local lines = {}
for i = 1, 10 do
  lines[i] = answers:receive()
end
table.sort(lines)
project:setProperty("answers", ready .. "\n" .. table.concat(lines, "\n"))
