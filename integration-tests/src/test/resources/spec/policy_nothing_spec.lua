local websocket = require("websocket")

describe("policy nothing", function()
  it("W4 without the capability even a call without arguments is denied, not raised", function()
    for _, args in ipairs { {}, { 5 }, { {} }, { "" }, { "ws://h/x", 5 }, { server:url("/echo") } } do
      local client, err = websocket.connect((table.unpack or unpack)(args))
      expect(client):is(nil)
      expect(packed(client, err))
        :fails_with(errors.PERMISSION_DENIED, "websocket connections not allowed")
    end
    expect(server:hasVisit()):is(false)
  end)

  it("W37 the kind of a denial can be asked for in both ways", function()
    local _, err = websocket.connect(server:url("/echo"))
    expect(err:kind() == errors.PERMISSION_DENIED):is(true)
    expect(errors.is(err, errors.PERMISSION_DENIED)):is(true)
  end)
end)
