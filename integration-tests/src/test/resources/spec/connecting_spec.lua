local websocket = require("websocket")

describe("connecting", function()
  it("W5 the URL is required and must be a string", function()
    expect(function() websocket.connect() end):raises("bad argument #1")
    expect(function() websocket.connect({}) end):raises("bad argument #1")
    expect(function() websocket.connect("") end):raises("URL required")
  end)

  it("W7 options must be a table", function()
    expect(function() websocket.connect(server:url("/echo"), 5) end):raises("bad argument #2")
  end)

  it("a URL that is none is invalid and nothing is dialled", function()
    for _, url in ipairs {
      "http://127.0.0.1/", "127.0.0.1", "ws://", "ws://user@127.0.0.1/", "ws://127.0.0.1:99999/",
      "ws://127.0.0.1\\x", "ws://127.0.0.1/\n", "ws://2130706433/", "ws://127.1/", "\255",
    } do
      local client, err = websocket.connect(url)
      expect(packed(client, err)):fails_with(errors.INVALID, "invalid URL")
    end
  end)

  it("W8 a closed port fails and may be tried again", function()
    local client, err = websocket.connect(runner:closedPort())
    expect(packed(client, err)):fails_with(errors.INTERNAL, "failed to dial websocket: ", true)
    expect(err:details().url):is(runner:closedPort())
  end)

  it("W9 a server that refuses is an internal error that may be tried again", function()
    for _, status in ipairs { 401, 403, 404, 500, 302, 200 } do
      local client, err = websocket.connect(server:url("/status?code=" .. status))
      expect(packed(client, err)):fails_with(errors.INTERNAL, "status " .. status, true)
      expect(err:details().status):is(status)
      expect(err:details().body):is("you shall not pass")
    end
  end)

  it("W10 a dial timeout holds against every kind of silence", function()
    for _, timeout in ipairs { 50, "50ms" } do
      for _, url in ipairs { runner:silentTcp(), runner:silentTls(), runner:fullBacklog() } do
        local client, err = websocket.connect(url, { dial_timeout = timeout })
        expect(packed(client, err)):fails_with(errors.INTERNAL, "dial timeout of 50ms", true)
      end
    end
  end)

  local bad = {
    { "dial_timeout", "banana" }, { "dial_timeout", -1 }, { "read_limit", "x" },
    { "read_limit", 134217729 }, { "channel_capacity", 0 }, { "channel_capacity", 10001 },
    { "compression", 7 }, { "compression", "gzip" }, { "protocols", "x" }, { "headers", 1 },
    { "read_timout", "5s" }, { "read_timeout", 0 / 0 }, { "write_timeout", 1 / 0 },
    { "read_timeout", 5000000000 }, { "protocols", { "a", "a" } }, { "protocols", { 5 } },
  }

  it("W11 each bad option is named and nothing is dialled", function()
    for _, pair in ipairs(bad) do
      local client, err = websocket.connect(server:url("/echo"), { [pair[1]] = pair[2] })
      expect(packed(client, err)):fails_with(errors.INVALID, pair[1])
    end
    expect(server:hasVisit()):is(false)
  end)

  it("W11 all bad options are named at once", function()
    local options = {}
    for _, pair in ipairs(bad) do
      options[pair[1]] = pair[2]
    end
    local _, err = websocket.connect(server:url("/echo"), options)
    for name in pairs(options) do
      expect(err:message()):contains(name)
    end
    expect(server:hasVisit()):is(false)
  end)

  it("options are read without metamethods", function()
    local options = setmetatable({}, { __index = function() error("looked at") end })
    connect("/echo", options):close()
  end)

  it("W12 headers reach the server", function()
    local ch = connect("/headers", {
      headers = { Authorization = "Bearer t", N = 5, ["X-List"] = { "a", 2 } },
    }):channel()
    local seen = json.decode(ch:receive().data)
    expect(seen.Authorization[1]):is("Bearer t")
    expect(seen.N[1]):is("5")
    expect(seen["X-List"][1]):is("a")
    expect(seen["X-List"][2]):is("2")
  end)

  it("beyond the script's and the protocol's headers there is a user agent only", function()
    local seen = json.decode(connect("/headers"):channel():receive().data)
    expect(seen["User-Agent"][1]):contains("Moonwire/")
    local names = {}
    for name in pairs(seen) do
      names[#names + 1] = name:lower()
    end
    table.sort(names)
    expect(table.concat(names, " "))
      :is("connection host sec-websocket-key sec-websocket-version upgrade user-agent")
  end)

  it("a script may set its own user agent", function()
    local client = connect("/headers", { headers = { ["user-agent"] = "me" } })
    expect(json.decode(client:channel():receive().data)["user-agent"][1]):is("me")
  end)

  it("W12 header names and values that would break the request are invalid", function()
    for name, value in pairs {
      ["X\r\nY"] = "z", X = "a\r\nb", Y = "a\0b", ["a b"] = "c", Host = "evil",
      ["Sec-WebSocket-Protocol"] = "x", connection = "close",
    } do
      local client, err = websocket.connect(server:url("/echo"), { headers = { [name] = value } })
      expect(packed(client, err)):fails_with(errors.INVALID, "headers")
    end
    expect(server:hasVisit()):is(false)
  end)

  it("W13 subprotocols are offered in order and the pick is known", function()
    local client = connect("/subprotocol?pick=a", { protocols = { "a", "b" } })
    expect(client:protocol()):is("a")
    expect(server:awaitVisit():headers()["Sec-WebSocket-Protocol"][1]):is("a, b")
  end)

  it("W13 a subprotocol that was not offered fails the connect", function()
    local client, err =
      websocket.connect(server:url("/subprotocol?pick=z"), { protocols = { "a", "b" } })
    expect(packed(client, err)):fails_with(errors.INTERNAL, "`z`", true)
  end)

  it("an extension that was not offered and a wrong accept key fail the connect", function()
    for _, path in ipairs { "/extension?pick=x-own", "/badaccept" } do
      local client, err = websocket.connect(server:url(path))
      expect(packed(client, err)):fails_with(errors.INTERNAL, "failed to dial websocket", true)
    end
  end)

  it("the path and query go out as they are, dot segments removed", function()
    connect("/a/../echo?x=%2F%20y#fragment")
    expect(server:awaitVisit():target()):is("/echo?x=%2F%20y")
  end)

  it("without a subprotocol protocol() is nil", function()
    expect(connect("/echo"):protocol()):is(nil)
  end)

  it("W38 a failed connect returns exactly nil and an error, and indexing the nil raises", function()
    expect(select("#", websocket.connect(server:url("/status")))):is(2)
    local ok, raised = pcall(function()
      local client = websocket.connect("ws://127.0.0.1:1/")
      client:send("x")
    end)
    expect(ok):is(false)
    expect(raised:find("attempt to index local 'client' (a nil value)", 1, true) ~= nil):is(true)
  end)
end)
