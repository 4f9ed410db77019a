-- Connections that are flooded while nobody receives; each has a full channel in the end.
clients = {}
for i = 1, connections do
  clients[i] = assert(websocket.connect(server:url("/flood?count=100000&size=" .. size), {
    channel_capacity = capacity,
  }))
end
local time = require("time")
for _, client in ipairs(clients) do
  local before
  repeat
    before = client:stats().messages_in
    time.sleep("20ms")
  until before > capacity and client:stats().messages_in == before
end
