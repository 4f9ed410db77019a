-- The option proxy. `proxy` lets everybody through, `guarded` wants a login.
local websocket = require("websocket")

local function echo(options)
  local client = assert(websocket.connect(server:url("/echo"), options))
  client:send("through the proxy")
  expect(client:channel():receive().data):is("through the proxy")
  client:close()
end

local place = server and server:url("/"):match("^%w+://([^/]+)")

describe("proxy", function()
  it("an HTTP proxy is asked for the server's place", function()
    echo { proxy = "http://" .. proxy:place() }
    expect(proxy:last()):is("CONNECT " .. place)
  end)

  it("a SOCKS proxy is asked for the server's place", function()
    echo { proxy = "socks5://" .. proxy:place() .. "/" }
    expect(proxy:last()):is("SOCKS " .. place)
  end)

  it("without the option nobody asks a proxy", function()
    echo()
    expect(proxy:count()):is(0)
  end)

  it("user and password log in, percent-escapes decoded", function()
    echo { proxy = "http://us%65r:p%40ss%3Aword@" .. guarded:place() }
    echo { proxy = "socks5://user:p%40ss:word@" .. guarded:place() }
    expect(guarded:count()):is(2)
  end)

  it("a proxy that says no fails the connect", function()
    for _, url in ipairs {
      "http://" .. guarded:place(), "http://user:wrong@" .. guarded:place(),
      "socks5://" .. guarded:place(), "socks5://user:wrong@" .. guarded:place(),
      (runner:closedPort():gsub("^ws", "http")),
    } do
      local client, err = websocket.connect(server:url("/echo"), { proxy = url })
      expect(packed(client, err)):fails_with(errors.INTERNAL, "failed to dial websocket", true)
      expect(tostring(err):find("wrong", 1, true)):is(nil)
    end
    expect(guarded:count()):is(0)
  end)

  it("a silent proxy runs into the dial timeout", function()
    for _, scheme in ipairs { "http", "socks5" } do
      local silent = runner:silentTcp():gsub("^ws", scheme)
      local client, err =
        websocket.connect(server:url("/echo"), { proxy = silent, dial_timeout = 80 })
      expect(packed(client, err)):fails_with(errors.INTERNAL, "dial timeout of 80ms", true)
    end
  end)

  it("a proxy that is none is invalid, and the password never shows", function()
    for _, url in ipairs {
      "127.0.0.1:1", "ftp://h:1", "http://", "http://u:secret@h:99999", "http://u:secret@h:1/x",
      "socks4://h:1", "http://u:secret@ h:1", "http://u:sec%00ret@h:1", 5,
    } do
      local client, err = websocket.connect(server:url("/echo"), { proxy = url })
      expect(packed(client, err)):fails_with(errors.INVALID, "proxy")
      expect(err:message():find("secret", 1, true)):is(nil)
    end
  end)
end)
