local websocket = require("websocket")

case("W14 text comes back as text", function()
  local client = connect("/echo")
  local ok, err = client:send("hello")
  eq(ok, true)
  eq(err, nil)
  local message, open = client:channel():receive()
  eq(message.type, "text")
  eq(message.data, "hello")
  eq(open, true)
end)

case("the document's JSON subscription is echoed", function()
  local client = connect("/echo")
  client:send(json.encode({ type = "subscribe", channel = "orders" }))
  eq(json.decode(client:channel():receive().data).channel, "orders")
end)

case("W15 binary comes back byte for byte", function()
  local all = {}
  for i = 0, 255 do
    all[#all + 1] = string.char(i)
  end
  local bytes = table.concat(all):rep(300)
  local client = connect("/echo")
  client:send("\0\255", websocket.BINARY)
  client:send(bytes, websocket.BINARY)
  local first = client:channel():receive()
  eq(first.type, "binary")
  eq(first.data, "\0\255")
  eq(client:channel():receive().data == bytes, true)
end)

case("an empty message and one in fragments arrive whole", function()
  local client = connect("/echo?parts=3")
  client:send("")
  client:send("gr\195\188\195\159e")
  eq(client:channel():receive().data, "")
  eq(client:channel():receive().data, "gr\195\188\195\159e")
end)

case("W16 a type that is none sends nothing", function()
  local client = connect("/echo")
  for _, kind in ipairs { 99, 0, "1.5", {}, true } do
    local ok, err = client:send("x", kind)
    eq(ok, false)
    fails(ok, err, errors.INVALID, false, "message type")
  end
  eq(client:send("y", nil), true)
  local message = client:channel():receive()
  eq(message.data, "y")
  eq(message.type, "text")
end)

case("W17 data is required and must be a string", function()
  local client = connect("/echo")
  raises("bad argument", function() client:send() end)
  raises("bad argument", function() client:send({}) end)
  raises("bad argument", function() client:send(nil) end)
end)

case("text that is not UTF-8 is refused here", function()
  local client = connect("/echo")
  for _, text in ipairs { "\255", "\195", "\237\160\128", "\244\144\128\128" } do
    local ok, err = client:send(text)
    eq(ok, false)
    fails(ok, err, errors.INVALID, false, "text message is not valid UTF-8")
  end
  eq(client:send("\195\169"), true)
end)

case("W18 the channel is always the same value", function()
  local client = connect("/echo")
  eq(client:channel() == client:channel(), true)
  eq(client:receive() == client:channel(), true)
  eq(type(client), "userdata")
end)

case("W19 what arrives before the first channel call is delivered in order", function()
  local client = connect("/greet?count=5")
  local visit = server:awaitVisit()
  client:ping()
  eq(visit:awaitFrame():opcode(), 9)
  local ch = client:channel()
  for i = 1, 5 do
    eq(ch:receive().data, "hello " .. i)
  end
end)

case("each message is a fresh table", function()
  local ch = connect("/greet?count=2"):channel()
  local first = ch:receive()
  first.data = "changed"
  first.more = true
  local second = ch:receive()
  eq(second.data, "hello 2")
  eq(second.more, nil)
end)

case("W30 a ping is written and answered, and nobody sees a message", function()
  local client = connect("/echo")
  eq(client:ping(), true)
  eq(server:awaitVisit():awaitFrame():opcode(), 9)
  client:send("after")
  eq(client:channel():receive().data, "after")
end)

case("W30 a ping of the server is answered with its payload", function()
  local ch = connect("/ping?payload=marco"):channel()
  eq(ch:receive().data, "pong marco")
end)

case("W22 a slow consumer gets everything in order", function()
  local ch = connect("/flood?count=20&close=1000", { channel_capacity = 4 }):channel()
  for i = 1, 20 do
    time.sleep("2ms")
    eq(ch:receive().data, tostring(i))
  end
  local message, ok = ch:receive()
  eq(message, nil)
  eq(ok, false)
end)

case("a flood that fills every buffer arrives whole", function()
  local ch = connect("/flood?count=2000&size=10000&close=1000", { channel_capacity = 1 }):channel()
  local all = drain(ch)
  eq(#all, 2000)
  eq(all[2000]:match("^%d+"), "2000")
end)

case("W35 tasks that send at once do not mix their messages", function()
  local client = connect("/echo", { channel_capacity = 200 })
  local done = channel.new(2)
  for _, name in ipairs { "a", "b" } do
    coroutine.spawn(function()
      for i = 1, 100 do
        assert(client:send(name .. ":" .. i))
      end
      done:send(true)
    end)
  end
  done:receive()
  done:receive()
  local next = { a = 1, b = 1 }
  for _ = 1, 200 do
    local name, i = client:channel():receive().data:match("^(%a):(%d+)$")
    eq(tonumber(i), next[name])
    next[name] = next[name] + 1
  end
end)

case("closing the channel closes the connection", function()
  local client = connect("/flood?count=1000&every=5")
  client:channel():receive()
  client:channel():close()
  eq(server:awaitVisit():awaitEnding():code(), 1000)
end)

case("closing the channel of a silent connection closes it too", function()
  connect("/silent"):channel():close()
  eq(server:awaitVisit():awaitEnding():code(), 1000)
end)

case("large messages pause reading before the channel is full", function()
  local client = connect("/flood?count=50&size=1000&close=1000", { read_limit = 3000 })
  eq(#drain(client:channel()), 50)
end)

case("a write timeout tears down a connection to a server that does not read", function()
  local client = connect("/deaf", { write_timeout = "100ms" })
  local ok, err = client:send(("x"):rep(20000000))
  eq(ok, false)
  fails(ok, err, errors.INTERNAL, false, "failed to send message: write timeout")
  eq(#drain(client:channel()), 0)
  ok, err = client:ping()
  fails(ok, err, errors.INTERNAL, false, "websocket connection closed")
end)

case("a send that is stuck does not stop other tasks", function()
  local client = connect("/deaf")
  coroutine.spawn(function()
    client:send(("x"):rep(20000000))
  end)
  local echo = connect("/echo")
  echo:send("alive")
  eq(echo:channel():receive().data, "alive")
end)

case("connections can be opened at the same time", function()
  local done = channel.new(50)
  for i = 1, 50 do
    coroutine.spawn(function()
      local client = connect("/echo")
      client:send("n" .. i)
      done:send(client:channel():receive().data == "n" .. i and client:close())
    end)
  end
  for _ = 1, 50 do
    eq(done:receive(), true)
  end
end)

case("every one of ten pings in one packet is answered, in order", function()
  local ch = connect("/raw?hex=" .. "890130890131890132890133890134890135890136890137890138890139")
  local visit = server:awaitVisit()
  for i = 0, 9 do
    local frame = visit:awaitFrame()
    eq(frame:opcode(), 10)
    eq(frame:text(), tostring(i))
  end
  ch:close()
end)

case("a message in front of a broken frame is answered before the connection fails", function()
  local client = connect("/raw?hex=" .. "81026869" .. "c100")
  for message in client:messages() do
    client:send("re: " .. message.data)
  end
  local visit = server:awaitVisit()
  eq(visit:awaitFrame():text(), "re: hi")
  eq(visit:awaitEnding():code(), 1002)
end)
