case("an address that is denied is not dialled, whatever its name", function()
  for _, host in ipairs { "127.0.0.1", "localhost", "[::1]" } do
    local url = (server:url("/echo"):gsub("127%.0%.0%.1", host))
    local client, err = require("websocket").connect(url)
    fails(client, err, errors.PERMISSION_DENIED, false, "not allowed: " .. url)
  end
  eq(server:hasVisit(), false)
end)
