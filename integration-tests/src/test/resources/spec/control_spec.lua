-- The options control_frames and keepalive.
local websocket = require("websocket")

describe("control", function()
  it("without control_frames no control frame shows", function()
    local client = connect("/ping?payload=x")
    client:ping("y", { wait = "5s" })
    expect(client:channel():receive().data):is("pong x")
  end)

  it("with control_frames a ping arrives, and is answered all the same", function()
    local ch = connect("/ping?payload=marco", { control_frames = true }):channel()
    local ping = ch:receive()
    expect(ping.type):is(websocket.TYPE_PING)
    expect(ping.data):is("marco")
    expect(ping.code):is(nil)
    expect(ch:receive().data):is("pong marco")
  end)

  it("with control_frames a pong arrives with its data", function()
    local client = connect("/echo", { control_frames = true })
    client:ping("polo")
    local pong = client:channel():receive()
    expect(pong.type):is(websocket.TYPE_PONG)
    expect(pong.data):is("polo")
  end)

  it("with control_frames the peer's close is the last message", function()
    local client = connect("/close?code=4001&reason=bye&after=2", { control_frames = true })
    local seen = {}
    for message in client:messages() do
      seen[#seen + 1] = message
    end
    expect(#seen):is(3)
    expect(seen[2].data):is("message 2")
    expect(seen[3].type):is(websocket.TYPE_CLOSE)
    expect(seen[3].code):is(4001)
    expect(seen[3].data):is("bye")
  end)

  it("with control_frames a close without a code is 1005, and a lost connection shows none", function()
    local ch = connect("/close?code=1005", { control_frames = true }):channel()
    expect(ch:receive().code):is(1005)
    expect(#drain(ch)):is(0)
    expect(#drain(connect("/close?drop=1", { control_frames = true }):channel())):is(0)
  end)

  it("keepalive pings by itself while all is well", function()
    local client = connect("/echo", { keepalive = { interval = "20ms", timeout = "5s" } })
    local visit = server:awaitVisit()
    for _ = 1, 3 do
      expect(visit:awaitFrame():opcode()):is(9)
    end
    client:send("still here")
    expect(client:channel():receive().data):is("still here")
    expect(client:close_info()):is(nil)
    expect(client:stats().last_round_trip ~= nil):is(true)
  end)

  it("keepalive ends a connection whose peer does not answer", function()
    local client = connect("/deaf", { keepalive = { interval = "30ms", timeout = "60ms" } })
    expect(#drain(client:channel())):is(0)
    expect(client:close_info().by):is("error")
    expect(client:close_info().code):is(1006)
    local ok, err = client:send("x")
    expect(packed(ok, err)):fails_with(errors.INTERNAL, "websocket connection closed")
  end)

  it("keepalive stands still while a slow consumer holds reading up", function()
    local client = connect("/flood?count=50&size=20000&close=1000", {
      channel_capacity = 1, keepalive = { interval = "10ms", timeout = "500ms" },
    })
    time.sleep("800ms")
    expect(#drain(client:channel())):is(50)
    expect(client:close_info().by):is("peer")
  end)

  it("keepalive goes on beside a read timeout, and does not feed it", function()
    local client = connect("/echo", { keepalive = { interval = "20ms" }, read_timeout = "150ms" })
    expect(#drain(client:channel())):is(0)
    local ending = server:awaitVisit():awaitEnding()
    expect(ending:code()):is(1001)
    expect(ending:reason()):is("read timeout")
  end)

  it("keepalive and control_frames are checked like every option", function()
    for name, value in pairs {
      ["keepalive.interval"] = { keepalive = { interval = "banana" } },
      ["keepalive.timeout"] = { keepalive = { timeout = 0 } },
      ["keepalive.every"] = { keepalive = { every = 1 } },
      keepalive = { keepalive = "5s" },
      control_frames = { control_frames = 1 },
    } do
      local client, err = websocket.connect(server:url("/echo"), value)
      expect(packed(client, err)):fails_with(errors.INVALID, name)
    end
    expect(server:hasVisit()):is(false)
  end)
end)
