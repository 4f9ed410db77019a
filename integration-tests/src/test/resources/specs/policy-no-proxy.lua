-- Everything is allowed but one proxy.
local websocket = require("websocket")

case("1.15 a proxy is allowed as its URL without user and password", function()
  local client, err = websocket.connect(server:url("/echo"), {
    proxy = "http://user:secret@127.0.0.1:1",
  })
  fails(client, err, errors.PERMISSION_DENIED, false, "not allowed: proxy http://127.0.0.1:1")
  eq(err:message():find("secret", 1, true), nil)
end)

case("1.15 another proxy is not denied", function()
  local client, err = websocket.connect(server:url("/echo"), { proxy = "http://127.0.0.1:2" })
  fails(client, err, errors.INTERNAL, true, "failed to dial websocket")
end)

case("1.15 insecure is not among what a wildcard of another name allows", function()
  local client, err = websocket.connect("wss://127.0.0.1:2/", { tls = { insecure = true } })
  fails(client, err, errors.PERMISSION_DENIED, false, "not allowed: wss://127.0.0.1:2/")
end)

case("1.15 bad options are reported before policies are asked about them", function()
  local client, err = websocket.connect(server:url("/echo"), {
    proxy = "http://127.0.0.1:1", read_limit = -1,
  })
  fails(client, err, errors.INVALID, false, "read_limit")
end)
