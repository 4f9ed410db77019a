-- Round trips on a connection beside `slow` ones whose channels are full.
local clients = {}
for i = 1, slow do
  clients[i] = assert(websocket.connect(server:url("/flood?count=100000&size=1000"), {
    channel_capacity = 1,
  }))
end
local client = assert(websocket.connect(server:url("/echo")))
for i = 1, trips do
  client:send("n" .. i)
  assert(client:channel():receive().data == "n" .. i)
end
for _, one in ipairs(clients) do
  assert(one:close_info() == nil)
end
return trips
