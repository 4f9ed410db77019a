-- SPEC 1.15: what the document's reference lacks, on the client.
local websocket = require("websocket")

case("1.15 response() is the server's answer to the handshake", function()
  local response = connect("/subprotocol?pick=a", { protocols = { "a" } }):response()
  eq(response.status, 101)
  eq(response.headers["sec-websocket-protocol"][1], "a")
  eq(response.headers["upgrade"][1], "websocket")
end)

case("1.15 response() is a fresh table each time", function()
  local client = connect("/echo")
  client:response().headers.upgrade[1] = "changed"
  eq(client:response().headers.upgrade[1], "websocket")
end)

case("1.15 protocol() is what was agreed on, also after the end", function()
  local client = connect("/subprotocol?pick=b", { protocols = { "a", "b" } })
  client:close()
  eq(client:protocol(), "b")
  eq(client:response().status, 101)
end)

local function info(client)
  local i = client:close_info()
  return i and ("%d %s %s %s"):format(i.code, i.reason, tostring(i.clean), i.by)
end

case("1.15 close_info() is nil while open, then who closed, how and why", function()
  local client = connect("/echo")
  eq(info(client), nil)
  client:close(4001, "enough")
  eq(info(client), "4001 enough true local")
end)

case("1.15 close_info() after the peer's close has its code and reason", function()
  local client = connect("/close?code=4999&reason=go")
  drain(client:channel())
  eq(info(client), "4999 go true peer")
  client:close(1000, "too late")
  eq(info(client), "4999 go true peer")
end)

case("1.15 close_info() of a close frame without a code is 1005, without a frame 1006", function()
  local client = connect("/close?code=1005")
  drain(client:channel())
  eq(info(client), "1005  true peer")
  client = connect("/close?drop=1")
  drain(client:channel())
  eq(info(client), "1006  false error")
  client = connect("/echo")
  client:close(1006)
  eq(info(client), "1006  false local")
end)

case("1.15 close codes arrive as sent, in both directions", function()
  for _, code in ipairs {
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999,
  } do
    local client = connect("/close?reason=r&code=" .. code)
    drain(client:channel())
    eq(info(client), code .. " r true peer")
    eq(server:awaitVisit():awaitEnding():code(), code)
    client = connect("/echo")
    client:close(code, "mine")
    eq(server:awaitVisit():awaitEnding():code(), code)
    eq(info(client), code .. " mine true local")
  end
end)

case("1.15 a ping with data carries it", function()
  local client = connect("/echo")
  eq(client:ping("are you there"), true)
  local frame = server:awaitVisit():awaitFrame()
  eq(frame:opcode(), 9)
  eq(frame:text(), "are you there")
end)

case("1.15 a ping with wait gives the round trip", function()
  local client = connect("/echo")
  for _, data in ipairs { "x", ("y"):rep(125), "" } do
    local ok, latency = client:ping(data, { wait = "5s" })
    eq(ok, true)
    eq(latency:seconds() > 0 and latency:seconds() < 5, true)
  end
  local ok, latency = client:ping(nil, { wait = 5000 })
  eq(ok, true)
  eq(client:stats().last_round_trip:nanoseconds(), latency:nanoseconds())
end)

case("1.15 a ping that nobody answers is a timeout that may be tried again", function()
  local client = connect("/deaf")
  local ok, err = client:ping("x", { wait = "80ms" })
  eq(ok, false)
  fails(ok, err, errors.TIMEOUT, true, "no pong within 80ms")
  eq(client:close_info(), nil)
end)

case("1.15 a ping that waits ends with the connection", function()
  local client = connect("/deaf")
  coroutine.spawn(function()
    time.sleep("30ms")
    client:close(1006)
  end)
  local ok, err = client:ping("x", { wait = "10s" })
  fails(ok, err, errors.INTERNAL, false, "websocket connection closed")
end)

case("1.15 pings with wait from several tasks each get their pong", function()
  local client = connect("/echo")
  local done = channel.new(20)
  for i = 1, 20 do
    coroutine.spawn(function()
      done:send((client:ping("n" .. i, { wait = "5s" })))
    end)
  end
  for _ = 1, 20 do
    eq(done:receive(), true)
  end
end)

case("1.15 ping data is at most 125 bytes, and options are checked", function()
  local client = connect("/echo")
  local ok, err = client:ping(("x"):rep(126))
  fails(ok, err, errors.INVALID, false, "`126` bytes is longer than 125")
  for _, options in ipairs { { wait = "banana" }, { wait = -1 }, { wait = 0 }, { wiat = 1 } } do
    ok, err = client:ping("x", options)
    fails(ok, err, errors.INVALID, false, next(options))
  end
  raises("bad argument #2", function() client:ping("x", 5) end)
  raises("bad argument #1", function() client:ping({}) end)
  eq(client:ping("x", {}), true)
end)

case("1.15 stats() counts messages and bytes both ways", function()
  local client = connect("/echo")
  for _ = 1, 3 do
    client:send("12345")
    client:channel():receive()
  end
  local stats = client:stats()
  eq(stats.messages_out, 3)
  eq(stats.bytes_out, 15)
  eq(stats.messages_in, 3)
  eq(stats.bytes_in, 15)
  eq(stats.wire_bytes_in, 15)
  eq(stats.wire_bytes_out, 15)
  eq(stats.last_round_trip, nil)
end)

case("1.15 stats() counts compressed bytes as they are on the wire", function()
  local client = connect("/echo?deflate=1", { compression = 1 })
  local data = ("x"):rep(10000)
  client:send(data)
  client:channel():receive()
  local stats = client:stats()
  eq(stats.bytes_out, 10000)
  eq(stats.bytes_in, 10000)
  eq(stats.wire_bytes_out > 0 and stats.wire_bytes_out < 200, true)
  eq(stats.wire_bytes_in > 0 and stats.wire_bytes_in < 200, true)
end)

case("1.15 messages() gives every message up to the end", function()
  local client = connect("/flood?count=100&close=1000", { channel_capacity = 3 })
  local count = 0
  for message in client:messages() do
    count = count + 1
    eq(message.type, "text")
    eq(message.data, tostring(count))
  end
  eq(count, 100)
  eq(client:close_info().code, 1000)
end)

case("1.15 messages() can be left and taken up again", function()
  local client = connect("/flood?count=10&close=1000")
  for message in client:messages() do
    if message.data == "4" then
      break
    end
  end
  eq(client:channel():receive().data, "5")
  local rest = 0
  for _ in client:messages() do
    rest = rest + 1
  end
  eq(rest, 5)
end)

case("1.15 the new methods want a client, too", function()
  local client = connect("/echo")
  for _, name in ipairs { "response", "stats", "messages", "close_info", "protocol", "ping" } do
    raises("websocket.Client expected", function() client[name]({}) end)
  end
end)
