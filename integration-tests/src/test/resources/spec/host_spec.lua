-- What a host's settings mean for scripts; see HostSettingsTest for the settings.
local websocket = require("websocket")

describe("host", function()
  it("an option over the host's ceiling is invalid and names the ceiling", function()
    for _, bad in ipairs {
      { { read_limit = 4097 }, "read_limit may be `4096` at most, the host's ceiling, not `4097`" },
      { { channel_capacity = 9 }, "channel_capacity may be `8` at most" },
      { { dial_timeout = "6s" }, "dial_timeout may be `5s` at most, the host's ceiling, not `6s`" },
      { { dial_timeout = 0 }, "dial_timeout may be `5s` at most, the host's ceiling, not `0`" },
      { { read_timeout = "61m" }, "read_timeout may be `1h0m0s` at most" },
      { { write_timeout = 2001 }, "write_timeout may be `2s` at most" },
      { { compression = 1 }, "compression may be `0` at most" },
      { { compression_threshold = 1001 }, "compression_threshold may be `1000` at most" },
      { { headers = { A = { 1, 2 }, B = 3 } }, "headers may be `2` at most" },
      { { protocols = { "a", "b" } }, "protocols may be `1` at most" },
      { { control_frames = true }, "control_frames may be `0` at most" },
      { { keepalive = { interval = "2m" } }, "keepalive.interval may be `1m0s` at most" },
      { { keepalive = { timeout = "31s" } }, "keepalive.timeout may be `30s` at most" },
    } do
      local client, err = websocket.connect(server:url("/echo"), bad[1])
      expect(packed(client, err)):fails_with(errors.INVALID, bad[2])
    end
    expect(server:hasVisit()):is(false)
  end)

  it("an option within the host's ceiling is fine", function()
    connect("/echo", {
      read_limit = 4096, channel_capacity = 8, dial_timeout = "5s", read_timeout = "1h",
      write_timeout = "2s", compression = 0, headers = { A = 1, B = 2 }, protocols = { "a" },
      keepalive = { interval = "1m", timeout = "30s" },
    }):close()
  end)

  it("where a script says nothing, the ceiling holds", function()
    local ch = connect("/flood?count=1&size=4097"):channel()
    expect(#drain(ch)):is(0)
    expect(server:awaitVisit():awaitEnding():code()):is(1009)
    ch = connect("/flood?count=1&size=4097", { read_limit = 0 }):channel()
    expect(#drain(ch)):is(0)
  end)

  it("the write timeout is the ceiling, too", function()
    local ok, err = connect("/deaf"):send(("x"):rep(20000000))
    expect(packed(ok, err)):fails_with(errors.INTERNAL, "write timeout")
  end)

  it("the host's headers are sent unless the script sets them", function()
    local seen = json.decode(connect("/headers"):channel():receive().data)
    expect(seen["X-Tenant"][1]):is("seven")
    expect(seen["User-Agent"][1]):is("Host/1")
    seen = json.decode(connect("/headers", { headers = { ["x-tenant"] = "eight" } }):channel():receive().data)
    expect(seen["X-Tenant"]):is(nil)
    expect(seen["x-tenant"][1]):is("eight")
  end)

  it("there may be as many connections as the host allows, at any time", function()
    local clients = {}
    for i = 1, 3 do
      clients[i] = connect("/echo")
    end
    local client, err = websocket.connect(server:url("/echo"))
    expect(packed(client, err))
      :fails_with(errors.INTERNAL, "the host allows `3` connections at once", true)
    clients[1]:close()
    for _ = 1, 100 do
      client = websocket.connect(server:url("/echo"))
      if client then
        return
      end
      time.sleep("20ms")
    end
    error("the place did not become free")
  end)

  it("a connect that fails takes no place", function()
    for _ = 1, 5 do
      local client, err = websocket.connect(runner:closedPort())
      expect(packed(client, err)):fails_with(errors.INTERNAL, "failed to dial", true)
    end
    connect("/echo")
  end)
end)
