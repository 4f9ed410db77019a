local websocket = require("websocket")

case("W4 without the capability even a call without arguments is denied, not raised", function()
  for _, args in ipairs { {}, { 5 }, { {} }, { "" }, { "ws://h/x", 5 }, { server:url("/echo") } } do
    local client, err = websocket.connect((table.unpack or unpack)(args))
    eq(client, nil)
    fails(client, err, errors.PERMISSION_DENIED, false, "websocket connections not allowed")
  end
  eq(server:hasVisit(), false)
end)

case("W37 the kind of a denial can be asked for in both ways", function()
  local _, err = websocket.connect(server:url("/echo"))
  eq(err:kind() == errors.PERMISSION_DENIED, true)
  eq(errors.is(err, errors.PERMISSION_DENIED), true)
end)
