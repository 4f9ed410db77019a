-- SPEC 1.15: tls.insecure where it is granted, by a policy or by the host.
local websocket = require("websocket")

case("1.15 insecure accepts any certificate", function()
  local url = server:url("/echo")
  local client, err = websocket.connect(url)
  fails(client, err, errors.INTERNAL, true, "failed to dial websocket")
  client = assert(websocket.connect(url, { tls = { insecure = true } }))
  client:send("whoever you are")
  eq(client:channel():receive().data, "whoever you are")
  client:close()
end)

case("1.15 insecure does not care for the name either", function()
  local client = assert(websocket.connect(server:url("/echo"), {
    tls = { insecure = true, server_name = "example.com" },
  }))
  client:close()
end)
