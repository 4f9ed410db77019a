case("S61 a right for URLs without the capability allows nothing", function()
  local client, err = require("websocket").connect(server:url("/echo"))
  fails(client, err, errors.PERMISSION_DENIED, false, "websocket connections not allowed")
end)
