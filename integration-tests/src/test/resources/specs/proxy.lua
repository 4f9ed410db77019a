-- SPEC 1.15: the option proxy. `proxy` lets everybody through, `guarded` wants a login.
local websocket = require("websocket")

local function echo(options)
  local client = assert(websocket.connect(server:url("/echo"), options))
  client:send("through the proxy")
  eq(client:channel():receive().data, "through the proxy")
  client:close()
end

local place = server and server:url("/"):match("^%w+://([^/]+)")

case("1.15 an HTTP proxy is asked for the server's place", function()
  echo { proxy = "http://" .. proxy:place() }
  eq(proxy:last(), "CONNECT " .. place)
end)

case("1.15 a SOCKS proxy is asked for the server's place", function()
  echo { proxy = "socks5://" .. proxy:place() .. "/" }
  eq(proxy:last(), "SOCKS " .. place)
end)

case("1.15 without the option nobody asks a proxy", function()
  echo()
  eq(proxy:count(), 0)
end)

case("1.15 user and password log in, percent-escapes decoded", function()
  echo { proxy = "http://us%65r:p%40ss%3Aword@" .. guarded:place() }
  echo { proxy = "socks5://user:p%40ss:word@" .. guarded:place() }
  eq(guarded:count(), 2)
end)

case("1.15 a proxy that says no fails the connect", function()
  for _, url in ipairs {
    "http://" .. guarded:place(), "http://user:wrong@" .. guarded:place(),
    "socks5://" .. guarded:place(), "socks5://user:wrong@" .. guarded:place(),
    (runner:closedPort():gsub("^ws", "http")),
  } do
    local client, err = websocket.connect(server:url("/echo"), { proxy = url })
    fails(client, err, errors.INTERNAL, true, "failed to dial websocket")
    eq(tostring(err):find("wrong", 1, true), nil)
  end
  eq(guarded:count(), 0)
end)

case("1.15 a silent proxy runs into the dial timeout", function()
  for _, scheme in ipairs { "http", "socks5" } do
    local silent = runner:silentTcp():gsub("^ws", scheme)
    local client, err =
      websocket.connect(server:url("/echo"), { proxy = silent, dial_timeout = 80 })
    fails(client, err, errors.INTERNAL, true, "dial timeout of 80ms")
  end
end)

case("1.15 a proxy that is none is invalid, and the password never shows", function()
  for _, url in ipairs {
    "127.0.0.1:1", "ftp://h:1", "http://", "http://u:secret@h:99999", "http://u:secret@h:1/x",
    "socks4://h:1", "http://u:secret@ h:1", "http://u:sec%00ret@h:1", 5,
  } do
    local client, err = websocket.connect(server:url("/echo"), { proxy = url })
    fails(client, err, errors.INVALID, false, "proxy")
    eq(err:message():find("secret", 1, true), nil)
  end
end)
