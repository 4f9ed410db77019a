local websocket = require("websocket")

case("W5 the URL is required and must be a string", function()
  raises("bad argument #1", websocket.connect)
  raises("bad argument #1", websocket.connect, {})
  raises("URL required", websocket.connect, "")
end)

case("W7 options must be a table", function()
  raises("bad argument #2", websocket.connect, server:url("/echo"), 5)
end)

case("a URL that is none is invalid and nothing is dialled", function()
  for _, url in ipairs {
    "http://127.0.0.1/", "127.0.0.1", "ws://", "ws://user@127.0.0.1/", "ws://127.0.0.1:99999/",
    "ws://127.0.0.1\\x", "ws://127.0.0.1/\n", "ws://2130706433/", "ws://127.1/", "\255",
  } do
    local client, err = websocket.connect(url)
    fails(client, err, errors.INVALID, false, "invalid URL")
  end
end)

case("W8 a closed port fails and may be tried again", function()
  local client, err = websocket.connect(runner:closedPort())
  fails(client, err, errors.INTERNAL, true, "failed to dial websocket: ")
  eq(err:details().url, runner:closedPort())
end)

case("W9 a server that refuses is an internal error that may be tried again", function()
  for _, status in ipairs { 401, 403, 404, 500, 302, 200 } do
    local client, err = websocket.connect(server:url("/status?code=" .. status))
    fails(client, err, errors.INTERNAL, true, "status " .. status)
    eq(err:details().status, status)
    eq(err:details().body, "you shall not pass")
  end
end)

case("W10 a dial timeout holds against every kind of silence", function()
  for _, timeout in ipairs { 50, "50ms" } do
    for _, url in ipairs { runner:silentTcp(), runner:silentTls(), runner:fullBacklog() } do
      local client, err = websocket.connect(url, { dial_timeout = timeout })
      fails(client, err, errors.INTERNAL, true, "dial timeout of 50ms")
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

case("W11 each bad option is named and nothing is dialled", function()
  for _, pair in ipairs(bad) do
    local client, err = websocket.connect(server:url("/echo"), { [pair[1]] = pair[2] })
    fails(client, err, errors.INVALID, false, pair[1])
  end
  eq(server:hasVisit(), false)
end)

case("W11 all bad options are named at once", function()
  local options = {}
  for _, pair in ipairs(bad) do
    options[pair[1]] = pair[2]
  end
  local _, err = websocket.connect(server:url("/echo"), options)
  for name in pairs(options) do
    contains(err:message(), name)
  end
  eq(server:hasVisit(), false)
end)

case("options are read without metamethods", function()
  local options = setmetatable({}, { __index = function() error("looked at") end })
  connect("/echo", options):close()
end)

case("W12 headers reach the server", function()
  local ch = connect("/headers", {
    headers = { Authorization = "Bearer t", N = 5, ["X-List"] = { "a", 2 } },
  }):channel()
  local seen = json.decode(ch:receive().data)
  eq(seen.Authorization[1], "Bearer t")
  eq(seen.N[1], "5")
  eq(seen["X-List"][1], "a")
  eq(seen["X-List"][2], "2")
end)

case("beyond the script's and the protocol's headers there is a user agent only", function()
  local seen = json.decode(connect("/headers"):channel():receive().data)
  contains(seen["User-Agent"][1], "Moonwire/")
  local names = {}
  for name in pairs(seen) do
    names[#names + 1] = name:lower()
  end
  table.sort(names)
  eq(table.concat(names, " "),
    "connection host sec-websocket-key sec-websocket-version upgrade user-agent")
end)

case("a script may set its own user agent", function()
  local client = connect("/headers", { headers = { ["user-agent"] = "me" } })
  eq(json.decode(client:channel():receive().data)["user-agent"][1], "me")
end)

case("W12 header names and values that would break the request are invalid", function()
  for name, value in pairs {
    ["X\r\nY"] = "z", X = "a\r\nb", Y = "a\0b", ["a b"] = "c", Host = "evil",
    ["Sec-WebSocket-Protocol"] = "x", connection = "close",
  } do
    local client, err = websocket.connect(server:url("/echo"), { headers = { [name] = value } })
    fails(client, err, errors.INVALID, false, "headers")
  end
  eq(server:hasVisit(), false)
end)

case("W13 subprotocols are offered in order and the pick is known", function()
  local client = connect("/subprotocol?pick=a", { protocols = { "a", "b" } })
  eq(client:protocol(), "a")
  eq(server:awaitVisit():headers()["Sec-WebSocket-Protocol"][1], "a, b")
end)

case("W13 a subprotocol that was not offered fails the connect", function()
  local client, err =
    websocket.connect(server:url("/subprotocol?pick=z"), { protocols = { "a", "b" } })
  fails(client, err, errors.INTERNAL, true, "`z`")
end)

case("an extension that was not offered and a wrong accept key fail the connect", function()
  for _, path in ipairs { "/extension?pick=x-own", "/badaccept" } do
    local client, err = websocket.connect(server:url(path))
    fails(client, err, errors.INTERNAL, true, "failed to dial websocket")
  end
end)

case("the path and query go out as they are, dot segments removed", function()
  connect("/a/../echo?x=%2F%20y#fragment")
  eq(server:awaitVisit():target(), "/echo?x=%2F%20y")
end)

case("without a subprotocol protocol() is nil", function()
  eq(connect("/echo"):protocol(), nil)
end)

case("W38 a failed connect returns exactly nil and an error, and indexing the nil raises", function()
  eq(select("#", websocket.connect(server:url("/status"))), 2)
  local ok, raised = pcall(function()
    local client = websocket.connect("ws://127.0.0.1:1/")
    client:send("x")
  end)
  eq(ok, false)
  eq(raised:find("attempt to index local 'client' (a nil value)", 1, true) ~= nil, true)
end)
