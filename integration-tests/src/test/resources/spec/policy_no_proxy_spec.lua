-- Everything is allowed but one proxy.
local websocket = require("websocket")

describe("policy no proxy", function()
  it("a proxy is allowed as its URL without user and password", function()
    local client, err = websocket.connect(server:url("/echo"), {
      proxy = "http://user:secret@127.0.0.1:1",
    })
    expect(packed(client, err))
      :fails_with(errors.PERMISSION_DENIED, "not allowed: proxy http://127.0.0.1:1")
    expect(err:message():find("secret", 1, true)):is(nil)
  end)

  it("another proxy is not denied", function()
    local client, err = websocket.connect(server:url("/echo"), { proxy = "http://127.0.0.1:2" })
    expect(packed(client, err)):fails_with(errors.INTERNAL, "failed to dial websocket", true)
  end)

  it("insecure is not among what a wildcard of another name allows", function()
    local client, err = websocket.connect("wss://127.0.0.1:2/", { tls = { insecure = true } })
    expect(packed(client, err))
      :fails_with(errors.PERMISSION_DENIED, "not allowed: wss://127.0.0.1:2/")
  end)

  it("bad options are reported before policies are asked about them", function()
    local client, err = websocket.connect(server:url("/echo"), {
      proxy = "http://127.0.0.1:1", read_limit = -1,
    })
    expect(packed(client, err)):fails_with(errors.INVALID, "read_limit")
  end)
end)
