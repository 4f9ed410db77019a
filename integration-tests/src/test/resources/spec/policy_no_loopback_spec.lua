describe("policy no loopback", function()
  it("an address that is denied is not dialled, whatever its name", function()
    for _, host in ipairs { "127.0.0.1", "localhost", "[::1]" } do
      local url = (server:url("/echo"):gsub("127%.0%.0%.1", host))
      local client, err = require("websocket").connect(url)
      expect(packed(client, err)):fails_with(errors.PERMISSION_DENIED, "not allowed: " .. url)
    end
    expect(server:hasVisit()):is(false)
  end)
end)
