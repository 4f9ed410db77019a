-- SPEC 1.15: control_frames and keepalive.
local websocket = require("websocket")

case("1.15 without control_frames no control frame shows", function()
  local client = connect("/ping?payload=x")
  client:ping("y", { wait = "5s" })
  eq(client:channel():receive().data, "pong x")
end)

case("1.15 with control_frames a ping arrives, and is answered all the same", function()
  local ch = connect("/ping?payload=marco", { control_frames = true }):channel()
  local ping = ch:receive()
  eq(ping.type, websocket.TYPE_PING)
  eq(ping.data, "marco")
  eq(ping.code, nil)
  eq(ch:receive().data, "pong marco")
end)

case("1.15 with control_frames a pong arrives with its data", function()
  local client = connect("/echo", { control_frames = true })
  client:ping("polo")
  local pong = client:channel():receive()
  eq(pong.type, websocket.TYPE_PONG)
  eq(pong.data, "polo")
end)

case("1.15 with control_frames the peer's close is the last message", function()
  local client = connect("/close?code=4001&reason=bye&after=2", { control_frames = true })
  local seen = {}
  for message in client:messages() do
    seen[#seen + 1] = message
  end
  eq(#seen, 3)
  eq(seen[2].data, "message 2")
  eq(seen[3].type, websocket.TYPE_CLOSE)
  eq(seen[3].code, 4001)
  eq(seen[3].data, "bye")
end)

case("1.15 with control_frames a close without a code is 1005, and a lost connection shows none", function()
  local ch = connect("/close?code=1005", { control_frames = true }):channel()
  eq(ch:receive().code, 1005)
  eq(#drain(ch), 0)
  eq(#drain(connect("/close?drop=1", { control_frames = true }):channel()), 0)
end)

case("1.15 keepalive pings by itself while all is well", function()
  local client = connect("/echo", { keepalive = { interval = "20ms", timeout = "5s" } })
  local visit = server:awaitVisit()
  for _ = 1, 3 do
    eq(visit:awaitFrame():opcode(), 9)
  end
  client:send("still here")
  eq(client:channel():receive().data, "still here")
  eq(client:close_info(), nil)
  eq(client:stats().last_round_trip ~= nil, true)
end)

case("1.15 keepalive ends a connection whose peer does not answer", function()
  local client = connect("/deaf", { keepalive = { interval = "30ms", timeout = "60ms" } })
  eq(#drain(client:channel()), 0)
  eq(client:close_info().by, "error")
  eq(client:close_info().code, 1006)
  local ok, err = client:send("x")
  fails(ok, err, errors.INTERNAL, false, "websocket connection closed")
end)

case("1.15 keepalive stands still while a slow consumer holds reading up", function()
  local client = connect("/flood?count=50&size=20000&close=1000", {
    channel_capacity = 1, keepalive = { interval = "10ms", timeout = "500ms" },
  })
  time.sleep("800ms")
  eq(#drain(client:channel()), 50)
  eq(client:close_info().by, "peer")
end)

case("1.15 keepalive goes on beside a read timeout, and does not feed it", function()
  local client = connect("/echo", { keepalive = { interval = "20ms" }, read_timeout = "150ms" })
  eq(#drain(client:channel()), 0)
  local ending = server:awaitVisit():awaitEnding()
  eq(ending:code(), 1001)
  eq(ending:reason(), "read timeout")
end)

case("1.15 keepalive and control_frames are checked like every option", function()
  for name, value in pairs {
    ["keepalive.interval"] = { keepalive = { interval = "banana" } },
    ["keepalive.timeout"] = { keepalive = { timeout = 0 } },
    ["keepalive.every"] = { keepalive = { every = 1 } },
    keepalive = { keepalive = "5s" },
    control_frames = { control_frames = 1 },
  } do
    local client, err = websocket.connect(server:url("/echo"), value)
    fails(client, err, errors.INVALID, false, name)
  end
  eq(server:hasVisit(), false)
end)
