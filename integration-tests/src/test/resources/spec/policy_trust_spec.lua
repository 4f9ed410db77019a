-- The option tls where a policy says nothing of trust: whom to trust is asked for by itself.
local websocket = require("websocket")

local function refused(tls)
  local client, err = websocket.connect(server:url("/echo"), { tls = tls })
  expect(packed(client, err)):fails_with(errors.PERMISSION_DENIED, "not allowed: wss://127.0.0.1")
  expect(err:message()):contains("`ca` or `server_name` of the script's own")
  expect(server:hasVisit()):is(false)
end

describe("trust", function()
  it("a ca of the script's own is denied", function()
    refused { ca = pem.server }
  end)

  it("a name of the script's own is denied", function()
    refused { server_name = "example.com" }
    refused { ca = pem.server, server_name = "localhost" }
  end)

  it("a certificate of the script's own is no matter of trust", function()
    local client, err =
      websocket.connect(server:url("/echo"), { tls = { cert = pem.client, key = pem.client_key } })
    expect(packed(client, err)):fails_with(errors.INTERNAL, "failed to dial websocket", true)
  end)
end)
