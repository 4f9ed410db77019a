-- The option tls. `pem` is bound by the host; nobody trusts the server but those who are told.
local websocket = require("websocket")

local function refused(part, tls)
  local client, err = websocket.connect(server:url("/echo"), { tls = tls })
  expect(packed(client, err)):fails_with(errors.INTERNAL, part, true)
end

local function echoes(tls)
  local client = assert(websocket.connect(server:url("/echo"), { tls = tls }))
  client:send("over tls")
  expect(client:channel():receive().data):is("over tls")
  client:close()
end

describe("tls", function()
  it("a server that nobody trusts is refused", function()
    refused("failed to dial websocket")
    refused("failed to dial websocket", { server_name = "localhost" })
  end)

  it("tls.ca makes it trusted", function()
    echoes { ca = pem.server }
  end)

  it("another tls.ca does not", function()
    refused("failed to dial websocket", { ca = pem.other })
  end)

  it("tls.ca may have several certificates", function()
    echoes { ca = pem.other .. "\n" .. pem.server }
  end)

  it("tls.server_name is the name looked for in the certificate", function()
    echoes { ca = pem.server, server_name = "localhost" }
    refused("failed to dial websocket", { ca = pem.server, server_name = "example.com" })
  end)

  it("tls.cert and tls.key log in where the server wants that", function()
    local url = clientAuth:url("/echo")
    local client, err = websocket.connect(url, { tls = { ca = pem.server } })
    if client then -- with TLS 1.3 the server says no after the handshake
      expect(#drain(client:channel())):is(0)
    else
      expect(err:kind()):is(errors.INTERNAL)
    end
    for _, key in ipairs { pem.client_key, pem.client_key_encrypted } do
      local tls = { ca = pem.server, cert = pem.client, key = key }
      tls.key_password = key == pem.client_key_encrypted and "secret" or nil
      client = assert(websocket.connect(url, { tls = tls }))
      client:send("who am I")
      expect(client:channel():receive().data):is("who am I")
      client:close()
    end
  end)

  it("insecure is denied where nobody grants it, also without any policy", function()
    local client, err = websocket.connect(server:url("/echo"), { tls = { insecure = true } })
    expect(packed(client, err)):fails_with(errors.PERMISSION_DENIED, "not allowed: wss://127.0.0.1")
    expect(server:hasVisit()):is(false)
  end)

  it("a file name is invalid where the host gives no files", function()
    for _, name in ipairs { "ca", "cert", "key" } do
      local client, err =
        websocket.connect(server:url("/echo"), { tls = { [name] = "/etc/hostname" } })
      expect(packed(client, err)):fails_with(errors.INVALID, "tls." .. name .. " must be PEM text")
    end
  end)

  it("certificates and keys that are none are invalid, and never shown", function()
    local secret = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"
    for _, bad in ipairs {
      { "tls", { ca = "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----" } },
      { "tls", { cert = pem.client, key = secret } },
      { "tls", { cert = pem.client, key = pem.client_key_encrypted, key_password = "wrong" } },
      { "tls.cert", { cert = pem.client } },
      { "tls.key_password", { key_password = "x" } },
      { "tls.server_name", { server_name = "a b" } },
      { "tls.insecure", { insecure = "yes" } },
      { "tls.cipher", { cipher = "x" } },
    } do
      local client, err = websocket.connect(server:url("/echo"), { tls = bad[2] })
      expect(packed(client, err)):fails_with(errors.INVALID, bad[1])
      expect(err:message():find("c2VjcmV0", 1, true)):is(nil)
    end
  end)
end)
