-- SPEC 1.15: with a policy in force, whom to trust is asked for by itself.
local websocket = require("websocket")

local function refused(tls)
  local client, err = websocket.connect(server:url("/echo"), { tls = tls })
  fails(client, err, errors.PERMISSION_DENIED, false, "`ca` or `server_name` of the script's own")
end

case("1.15 a policy that says nothing of trust refuses a ca of the script's own", function()
  refused { ca = pem.server }
end)

case("1.15 a policy that says nothing of trust refuses a name of the script's own", function()
  refused { server_name = "example.com" }
  refused { ca = pem.server, server_name = "localhost" }
end)

case("1.15 a certificate of its own is no matter of trust", function()
  local client, err =
    websocket.connect(server:url("/echo"), { tls = { cert = pem.client, key = pem.client_key } })
  fails(client, err, errors.INTERNAL, true, "failed to dial websocket")
end)
