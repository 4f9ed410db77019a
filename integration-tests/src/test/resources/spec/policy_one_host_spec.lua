local websocket = require("websocket")

describe("policy one host", function()
  it("the host that is allowed can be used", function()
    local client = connect("/echo")
    client:send("hello")
    expect(client:channel():receive().data):is("hello")
  end)

  it("W6 other hosts, ports and schemes are denied with the URL as written", function()
    for _, url in ipairs {
      "ws://h/x", "WS://Evil.Example/a/../b", "ws://127.0.0.1:1/", "ws://localhost/",
      (server:url("/echo"):gsub("^ws:", "wss:")), "ws://127.0.0.1.evil.org/",
    } do
      local client, err = websocket.connect(url)
      expect(packed(client, err)):fails_with(errors.PERMISSION_DENIED, "not allowed: " .. url)
    end
  end)

  it("a deny rule beats the allow rule, however the path is written", function()
    for _, path in ipairs { "/chat", "/x/../chat", "/./chat?a=b", "/%2e/chat" } do
      local client, err = websocket.connect(server:url(path))
      expect(packed(client, err))
        :fails_with(errors.PERMISSION_DENIED, "not allowed: " .. server:url(path))
    end
    expect(server:hasVisit()):is(false)
  end)

  it("W7 a denied URL is reported before options are looked at", function()
    local client, err = websocket.connect("ws://h/x", 5)
    expect(packed(client, err)):fails_with(errors.PERMISSION_DENIED, "not allowed: ws://h/x")
    expect(function() websocket.connect(server:url("/echo"), 5) end):raises("bad argument #2")
  end)
end)
