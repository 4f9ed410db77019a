local websocket = require("websocket")

case("the host that is allowed can be used", function()
  local client = connect("/echo")
  client:send("hello")
  eq(client:channel():receive().data, "hello")
end)

case("W6 other hosts, ports and schemes are denied with the URL as written", function()
  for _, url in ipairs {
    "ws://h/x", "WS://Evil.Example/a/../b", "ws://127.0.0.1:1/", "ws://localhost/",
    (server:url("/echo"):gsub("^ws:", "wss:")), "ws://127.0.0.1.evil.org/",
  } do
    local client, err = websocket.connect(url)
    fails(client, err, errors.PERMISSION_DENIED, false, "not allowed: " .. url)
  end
end)

case("a deny rule beats the allow rule, however the path is written", function()
  for _, path in ipairs { "/chat", "/x/../chat", "/./chat?a=b", "/%2e/chat" } do
    local client, err = websocket.connect(server:url(path))
    fails(client, err, errors.PERMISSION_DENIED, false, "not allowed: " .. server:url(path))
  end
  eq(server:hasVisit(), false)
end)

case("W7 a denied URL is reported before options are looked at", function()
  local client, err = websocket.connect("ws://h/x", 5)
  fails(client, err, errors.PERMISSION_DENIED, false, "not allowed: ws://h/x")
  raises("bad argument #2", websocket.connect, server:url("/echo"), 5)
end)
