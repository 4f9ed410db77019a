-- The option tls.insecure where it is granted, by a policy or by the host.
local websocket = require("websocket")

describe("insecure", function()
  it("insecure accepts any certificate", function()
    local url = server:url("/echo")
    local client, err = websocket.connect(url)
    expect(packed(client, err)):fails_with(errors.INTERNAL, "failed to dial websocket", true)
    client = assert(websocket.connect(url, { tls = { insecure = true } }))
    client:send("whoever you are")
    expect(client:channel():receive().data):is("whoever you are")
    client:close()
  end)

  it("insecure does not care for the name either", function()
    local client = assert(websocket.connect(server:url("/echo"), {
      tls = { insecure = true, server_name = "example.com" },
    }))
    client:close()
  end)
end)
