local websocket = require("websocket")

describe("messages", function()
  it("W14 text comes back as text", function()
    local client = connect("/echo")
    local ok, err = client:send("hello")
    expect(ok):is(true)
    expect(err):is(nil)
    local message, open = client:channel():receive()
    expect(message.type):is("text")
    expect(message.data):is("hello")
    expect(open):is(true)
  end)

  it("the document's JSON subscription is echoed", function()
    local client = connect("/echo")
    client:send(json.encode({ type = "subscribe", channel = "orders" }))
    expect(json.decode(client:channel():receive().data).channel):is("orders")
  end)

  it("W15 binary comes back byte for byte", function()
    local all = {}
    for i = 0, 255 do
      all[#all + 1] = string.char(i)
    end
    local bytes = table.concat(all):rep(300)
    local client = connect("/echo")
    client:send("\0\255", websocket.BINARY)
    client:send(bytes, websocket.BINARY)
    local first = client:channel():receive()
    expect(first.type):is("binary")
    expect(first.data):is("\0\255")
    expect(client:channel():receive().data == bytes):is(true)
  end)

  it("an empty message and one in fragments arrive whole", function()
    local client = connect("/echo?parts=3")
    client:send("")
    client:send("gr\195\188\195\159e")
    expect(client:channel():receive().data):is("")
    expect(client:channel():receive().data):is("gr\195\188\195\159e")
  end)

  it("W16 a type that is none sends nothing", function()
    local client = connect("/echo")
    for _, kind in ipairs { 99, 0, "1.5", {}, true } do
      local ok, err = client:send("x", kind)
      expect(ok):is(false)
      expect(packed(ok, err)):fails_with(errors.INVALID, "message type")
    end
    expect(client:send("y", nil)):is(true)
    local message = client:channel():receive()
    expect(message.data):is("y")
    expect(message.type):is("text")
  end)

  it("W17 data is required and must be a string", function()
    local client = connect("/echo")
    expect(function() client:send() end):raises("bad argument")
    expect(function() client:send({}) end):raises("bad argument")
    expect(function() client:send(nil) end):raises("bad argument")
  end)

  it("text that is not UTF-8 is refused here", function()
    local client = connect("/echo")
    for _, text in ipairs { "\255", "\195", "\237\160\128", "\244\144\128\128" } do
      local ok, err = client:send(text)
      expect(ok):is(false)
      expect(packed(ok, err)):fails_with(errors.INVALID, "text message is not valid UTF-8")
    end
    expect(client:send("\195\169")):is(true)
  end)

  it("W18 the channel is always the same value", function()
    local client = connect("/echo")
    expect(client:channel() == client:channel()):is(true)
    expect(client:receive() == client:channel()):is(true)
    expect(type(client)):is("userdata")
  end)

  it("W19 what arrives before the first channel call is delivered in order", function()
    local client = connect("/greet?count=5")
    local visit = server:awaitVisit()
    client:ping()
    expect(visit:awaitFrame():opcode()):is(9)
    local ch = client:channel()
    for i = 1, 5 do
      expect(ch:receive().data):is("hello " .. i)
    end
  end)

  it("each message is a fresh table", function()
    local ch = connect("/greet?count=2"):channel()
    local first = ch:receive()
    first.data = "changed"
    first.more = true
    local second = ch:receive()
    expect(second.data):is("hello 2")
    expect(second.more):is(nil)
  end)

  it("W30 a ping is written and answered, and nobody sees a message", function()
    local client = connect("/echo")
    expect(client:ping()):is(true)
    expect(server:awaitVisit():awaitFrame():opcode()):is(9)
    client:send("after")
    expect(client:channel():receive().data):is("after")
  end)

  it("W30 a ping of the server is answered with its payload", function()
    local ch = connect("/ping?payload=marco"):channel()
    expect(ch:receive().data):is("pong marco")
  end)

  it("W22 a slow consumer gets everything in order", function()
    local ch = connect("/flood?count=20&close=1000", { channel_capacity = 4 }):channel()
    for i = 1, 20 do
      time.sleep("2ms")
      expect(ch:receive().data):is(tostring(i))
    end
    local message, ok = ch:receive()
    expect(message):is(nil)
    expect(ok):is(false)
  end)

  it("a flood that fills every buffer arrives whole", function()
    local ch = connect("/flood?count=2000&size=10000&close=1000", { channel_capacity = 1 }):channel()
    local all = drain(ch)
    expect(#all):is(2000)
    expect(all[2000]:match("^%d+")):is("2000")
  end)

  it("W35 tasks that send at once do not mix their messages", function()
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
      expect(tonumber(i)):is(next[name])
      next[name] = next[name] + 1
    end
  end)

  it("closing the channel closes the connection", function()
    local client = connect("/flood?count=1000&every=5")
    client:channel():receive()
    client:channel():close()
    expect(server:awaitVisit():awaitEnding():code()):is(1000)
  end)

  it("closing the channel of a silent connection closes it too", function()
    connect("/silent"):channel():close()
    expect(server:awaitVisit():awaitEnding():code()):is(1000)
  end)

  it("large messages pause reading before the channel is full", function()
    local client = connect("/flood?count=50&size=1000&close=1000", { read_limit = 3000 })
    expect(#drain(client:channel())):is(50)
  end)

  it("a write timeout tears down a connection to a server that does not read", function()
    local client = connect("/deaf", { write_timeout = "100ms" })
    local ok, err = client:send(("x"):rep(20000000))
    expect(ok):is(false)
    expect(packed(ok, err)):fails_with(errors.INTERNAL, "failed to send message: write timeout")
    expect(#drain(client:channel())):is(0)
    ok, err = client:ping()
    expect(packed(ok, err)):fails_with(errors.INTERNAL, "websocket connection closed")
  end)

  it("a send that is stuck does not stop other tasks", function()
    local client = connect("/deaf")
    coroutine.spawn(function()
      client:send(("x"):rep(20000000))
    end)
    local echo = connect("/echo")
    echo:send("alive")
    expect(echo:channel():receive().data):is("alive")
  end)

  it("connections can be opened at the same time", function()
    local done = channel.new(50)
    for i = 1, 50 do
      coroutine.spawn(function()
        local client = connect("/echo")
        client:send("n" .. i)
        done:send(client:channel():receive().data == "n" .. i and client:close())
      end)
    end
    for _ = 1, 50 do
      expect(done:receive()):is(true)
    end
  end)

  it("every one of ten pings in one packet is answered, in order", function()
    local ch = connect("/raw?hex=" .. "890130890131890132890133890134890135890136890137890138890139")
    local visit = server:awaitVisit()
    for i = 0, 9 do
      local frame = visit:awaitFrame()
      expect(frame:opcode()):is(10)
      expect(frame:text()):is(tostring(i))
    end
    ch:close()
  end)

  it("a message in front of a broken frame is answered before the connection fails", function()
    -- no waiting for the server in between: a host call keeps all other tasks from running
    local client = connect("/raw?hex=" .. "81026869" .. "c100")
    for message in client:messages() do
      client:send("re: " .. message.data)
    end
    local visit = server:awaitVisit()
    expect(visit:awaitFrame():text()):is("re: hi")
    expect(visit:awaitEnding():code()):is(1002)
  end)
end)
