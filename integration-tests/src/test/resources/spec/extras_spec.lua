-- What a client offers besides sending, receiving and closing.
local websocket = require("websocket")

describe("extras", function()
  it("response() is the server's answer to the handshake", function()
    local response = connect("/subprotocol?pick=a", { protocols = { "a" } }):response()
    expect(response.status):is(101)
    expect(response.headers["sec-websocket-protocol"][1]):is("a")
    expect(response.headers["upgrade"][1]):is("websocket")
  end)

  it("response() is a fresh table each time", function()
    local client = connect("/echo")
    client:response().headers.upgrade[1] = "changed"
    expect(client:response().headers.upgrade[1]):is("websocket")
  end)

  it("protocol() is what was agreed on, also after the end", function()
    local client = connect("/subprotocol?pick=b", { protocols = { "a", "b" } })
    client:close()
    expect(client:protocol()):is("b")
    expect(client:response().status):is(101)
  end)

  local function info(client)
    local i = client:close_info()
    return i and ("%d %s %s %s"):format(i.code, i.reason, tostring(i.clean), i.by)
  end

  it("close_info() is nil while open, then who closed, how and why", function()
    local client = connect("/echo")
    expect(info(client)):is(nil)
    client:close(4001, "enough")
    expect(info(client)):is("4001 enough true local")
  end)

  it("close_info() after the peer's close has its code and reason", function()
    local client = connect("/close?code=4999&reason=go")
    drain(client:channel())
    expect(info(client)):is("4999 go true peer")
    client:close(1000, "too late")
    expect(info(client)):is("4999 go true peer")
  end)

  it("close_info() of a close frame without a code is 1005, without a frame 1006", function()
    local client = connect("/close?code=1005")
    drain(client:channel())
    expect(info(client)):is("1005  true peer")
    client = connect("/close?drop=1")
    drain(client:channel())
    expect(info(client)):is("1006  false error")
    client = connect("/echo")
    client:close(1006)
    expect(info(client)):is("1006  false local")
  end)

  it("close codes arrive as sent, in both directions", function()
    for _, code in ipairs {
      1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999,
    } do
      local client = connect("/close?reason=r&code=" .. code)
      drain(client:channel())
      expect(info(client)):is(code .. " r true peer")
      expect(server:awaitVisit():awaitEnding():code()):is(code)
      client = connect("/echo")
      client:close(code, "mine")
      expect(server:awaitVisit():awaitEnding():code()):is(code)
      expect(info(client)):is(code .. " mine true local")
    end
  end)

  it("a ping with data carries it", function()
    local client = connect("/echo")
    expect(client:ping("are you there")):is(true)
    local frame = server:awaitVisit():awaitFrame()
    expect(frame:opcode()):is(9)
    expect(frame:text()):is("are you there")
  end)

  it("a ping with wait gives the round trip", function()
    local client = connect("/echo")
    for _, data in ipairs { "x", ("y"):rep(125), "" } do
      local ok, latency = client:ping(data, { wait = "5s" })
      expect(ok):is(true)
      expect(latency:seconds() > 0 and latency:seconds() < 5):is(true)
    end
    local ok, latency = client:ping(nil, { wait = 5000 })
    expect(ok):is(true)
    expect(client:stats().last_round_trip:nanoseconds()):is(latency:nanoseconds())
  end)

  it("a ping that nobody answers is a timeout that may be tried again", function()
    local client = connect("/deaf")
    local ok, err = client:ping("x", { wait = "80ms" })
    expect(ok):is(false)
    expect(packed(ok, err)):fails_with(errors.TIMEOUT, "no pong within 80ms", true)
    expect(client:close_info()):is(nil)
  end)

  it("a ping that waits ends with the connection", function()
    local client = connect("/deaf")
    coroutine.spawn(function()
      time.sleep("30ms")
      client:close(1006)
    end)
    local ok, err = client:ping("x", { wait = "10s" })
    expect(packed(ok, err)):fails_with(errors.INTERNAL, "websocket connection closed")
  end)

  it("pings with wait from several tasks each get their pong", function()
    local client = connect("/echo")
    local done = channel.new(20)
    for i = 1, 20 do
      coroutine.spawn(function()
        done:send((client:ping("n" .. i, { wait = "5s" })))
      end)
    end
    for _ = 1, 20 do
      expect(done:receive()):is(true)
    end
  end)

  it("ping data is at most 125 bytes, and options are checked", function()
    local client = connect("/echo")
    local ok, err = client:ping(("x"):rep(126))
    expect(packed(ok, err)):fails_with(errors.INVALID, "`126` bytes is longer than 125")
    for _, options in ipairs { { wait = "banana" }, { wait = -1 }, { wait = 0 }, { wiat = 1 } } do
      ok, err = client:ping("x", options)
      expect(packed(ok, err)):fails_with(errors.INVALID, (next(options)))
    end
    expect(function() client:ping("x", 5) end):raises("bad argument #2")
    expect(function() client:ping({}) end):raises("bad argument #1")
    expect(client:ping("x", {})):is(true)
  end)

  it("stats() counts messages and bytes both ways", function()
    local client = connect("/echo")
    for _ = 1, 3 do
      client:send("12345")
      client:channel():receive()
    end
    local stats = client:stats()
    expect(stats.messages_out):is(3)
    expect(stats.bytes_out):is(15)
    expect(stats.messages_in):is(3)
    expect(stats.bytes_in):is(15)
    expect(stats.wire_bytes_in):is(15)
    expect(stats.wire_bytes_out):is(15)
    expect(stats.last_round_trip):is(nil)
  end)

  it("stats() counts compressed bytes as they are on the wire", function()
    local client = connect("/echo?deflate=1", { compression = 1 })
    local data = ("x"):rep(10000)
    client:send(data)
    client:channel():receive()
    local stats = client:stats()
    expect(stats.bytes_out):is(10000)
    expect(stats.bytes_in):is(10000)
    expect(stats.wire_bytes_out > 0 and stats.wire_bytes_out < 200):is(true)
    expect(stats.wire_bytes_in > 0 and stats.wire_bytes_in < 200):is(true)
  end)

  it("messages() gives every message up to the end", function()
    local client = connect("/flood?count=100&close=1000", { channel_capacity = 3 })
    local count = 0
    for message in client:messages() do
      count = count + 1
      expect(message.type):is("text")
      expect(message.data):is(tostring(count))
    end
    expect(count):is(100)
    expect(client:close_info().code):is(1000)
  end)

  it("messages() can be left and taken up again", function()
    local client = connect("/flood?count=10&close=1000")
    for message in client:messages() do
      if message.data == "4" then
        break
      end
    end
    expect(client:channel():receive().data):is("5")
    local rest = 0
    for _ in client:messages() do
      rest = rest + 1
    end
    expect(rest):is(5)
  end)

  it("the new methods want a client, too", function()
    local client = connect("/echo")
    for _, name in ipairs { "response", "stats", "messages", "close_info", "protocol", "ping" } do
      expect(function() client[name]({}) end):raises("websocket.Client expected")
    end
  end)
end)
