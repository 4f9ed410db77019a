-- Our side of the socket benchmark: the same work as that of the Java clients beside it.
local websocket = require("websocket")
local client = assert(websocket.connect(url, {
  compression = deflate and websocket.COMPRESSION.CONTEXT_TAKEOVER or websocket.COMPRESSION.DISABLED,
  compression_threshold = 0,
  channel_capacity = 1000,
}))
local ch = client:channel()
local kind = text and websocket.TEXT or websocket.BINARY

local function echoes()
  for _ = 1, window do
    assert(client:send(payload, kind))
  end
  local count = 0
  repeat
    for _ = 1, 32 do
      ch:receive()
      assert(client:send(payload, kind))
    end
    count = count + 32
  until meter:isOver()
  for _ = 1, window do
    assert(select(2, ch:receive()))
  end
  return count
end

local function floods()
  local count = 0
  repeat
    assert(client:send("go"))
    for _ = 1, flood do
      ch:receive()
    end
    count = count + flood
  until meter:isOver()
  return count
end

local work = flood and floods or echoes
meter:warmUp()
work()
meter:begin()
meter:report(work())
client:close()
