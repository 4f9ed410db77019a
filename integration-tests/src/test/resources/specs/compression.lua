local websocket = require("websocket")

local big = {}
for i = 1, 2000 do
  big[i] = "line " .. i
end
big = table.concat(big, "\n")

case("W34 compression works against a server that has it", function()
  for _, mode in ipairs { websocket.COMPRESSION.CONTEXT_TAKEOVER, "no_context_takeover", 1, 2 } do
    local client = connect("/echo?deflate=1", { compression = mode })
    local visit = server:awaitVisit()
    for _ = 1, 3 do
      assert(client:send(big))
      eq(client:channel():receive().data == big, true)
      local frame = visit:awaitFrame()
      eq(frame:compressed(), true)
      eq(#frame:payload() < #big / 2, true)
    end
    client:close()
  end
end)

case("W34 without the server's consent nothing is compressed", function()
  local client = connect("/echo", { compression = websocket.COMPRESSION.CONTEXT_TAKEOVER })
  client:send(big)
  eq(client:channel():receive().data == big, true)
  eq(server:awaitVisit():awaitFrame():compressed(), false)
end)

case("compression is offered as asked for, and not at all by default", function()
  local offers = {
    [0] = nil, "permessage-deflate; client_max_window_bits",
    "permessage-deflate; client_no_context_takeover; server_no_context_takeover"
      .. "; client_max_window_bits",
  }
  for mode = 0, 2 do
    connect("/echo", { compression = mode })
    local headers = server:awaitVisit():headers()
    local offered = headers["Sec-WebSocket-Extensions"]
    eq(offered and offered[1], offers[mode])
  end
end)

case("messages below the threshold go uncompressed", function()
  local client = connect("/echo?deflate=1", { compression = 1, compression_threshold = 10 })
  local visit = server:awaitVisit()
  client:send("123456789")
  client:send("1234567890")
  eq(visit:awaitFrame():compressed(), false)
  eq(visit:awaitFrame():compressed(), true)
  eq(client:channel():receive().data, "123456789")
  eq(client:channel():receive().data, "1234567890")
end)

case("with a threshold of zero even the empty message is compressed", function()
  local client = connect("/echo?deflate=1", { compression = 1, compression_threshold = 0 })
  for _ = 1, 3 do
    client:send("")
    eq(client:channel():receive().data, "")
    eq(server:awaitVisit():awaitFrame():compressed(), true)
    client = connect("/echo?deflate=1", { compression = 1, compression_threshold = 0 })
  end
end)

case("the read limit counts decompressed bytes", function()
  local client = connect("/flood?count=1&size=5000&deflate=1", { compression = 1, read_limit = 1024 })
  eq(#drain(client:channel()), 0)
  eq(server:awaitVisit():awaitEnding():code(), 1009)
end)

case("a compressed message that is none closes with 1007", function()
  local client = connect("/raw?hex=c103ffffff&deflate=1", { compression = 1 })
  eq(#drain(client:channel()), 0)
  eq(server:awaitVisit():awaitEnding():code(), 1007)
end)
