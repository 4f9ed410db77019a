-- SPEC 1.15: the option tls. `pem` is bound by the host; nobody trusts the server but those who are told.
local websocket = require("websocket")

local function refused(part, tls)
  local client, err = websocket.connect(server:url("/echo"), { tls = tls })
  fails(client, err, errors.INTERNAL, true, part)
end

local function echoes(tls)
  local client = assert(websocket.connect(server:url("/echo"), { tls = tls }))
  client:send("over tls")
  eq(client:channel():receive().data, "over tls")
  client:close()
end

case("1.15 a server that nobody trusts is refused", function()
  refused("failed to dial websocket")
  refused("failed to dial websocket", { server_name = "localhost" })
end)

case("1.15 tls.ca makes it trusted", function()
  echoes { ca = pem.server }
end)

case("1.15 another tls.ca does not", function()
  refused("failed to dial websocket", { ca = pem.other })
end)

case("1.15 tls.ca may have several certificates", function()
  echoes { ca = pem.other .. "\n" .. pem.server }
end)

case("1.15 tls.server_name is the name looked for in the certificate", function()
  echoes { ca = pem.server, server_name = "localhost" }
  refused("failed to dial websocket", { ca = pem.server, server_name = "example.com" })
end)

case("1.15 tls.cert and tls.key log in where the server wants that", function()
  local url = clientAuth:url("/echo")
  local client, err = websocket.connect(url, { tls = { ca = pem.server } })
  if client then -- with TLS 1.3 the server says no after the handshake
    eq(#drain(client:channel()), 0)
  else
    eq(err:kind(), errors.INTERNAL)
  end
  for _, key in ipairs { pem.client_key, pem.client_key_encrypted } do
    local tls = { ca = pem.server, cert = pem.client, key = key }
    tls.key_password = key == pem.client_key_encrypted and "secret" or nil
    client = assert(websocket.connect(url, { tls = tls }))
    client:send("who am I")
    eq(client:channel():receive().data, "who am I")
    client:close()
  end
end)

case("1.15 insecure is denied where nobody grants it, also without any policy", function()
  local client, err = websocket.connect(server:url("/echo"), { tls = { insecure = true } })
  fails(client, err, errors.PERMISSION_DENIED, false, "not allowed: wss://127.0.0.1")
  eq(server:hasVisit(), false)
end)

case("1.15 a file name is invalid where the host gives no files", function()
  for _, name in ipairs { "ca", "cert", "key" } do
    local client, err =
      websocket.connect(server:url("/echo"), { tls = { [name] = "/etc/hostname" } })
    fails(client, err, errors.INVALID, false, "tls." .. name .. " must be PEM text")
  end
end)

case("1.15 certificates and keys that are none are invalid, and never shown", function()
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
    fails(client, err, errors.INVALID, false, bad[1])
    eq(err:message():find("c2VjcmV0", 1, true), nil)
  end
end)
