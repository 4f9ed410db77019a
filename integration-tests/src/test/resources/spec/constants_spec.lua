local websocket = require("websocket")

describe("constants", function()
  it("W1 message types and compression modes", function()
    expect(websocket.TEXT):is(1)
    expect(websocket.BINARY):is(2)
    expect(websocket.TYPE_TEXT):is("text")
    expect(websocket.TYPE_BINARY):is("binary")
    expect(websocket.TYPE_PING):is("ping")
    expect(websocket.TYPE_PONG):is("pong")
    expect(websocket.TYPE_CLOSE):is("close")
    expect(websocket.COMPRESSION.DISABLED):is(0)
    expect(websocket.COMPRESSION.CONTEXT_TAKEOVER):is(1)
    expect(websocket.COMPRESSION.NO_CONTEXT):is(2)
  end)

  it("W2 all sixteen close codes", function()
    local codes = {
      NORMAL = 1000, GOING_AWAY = 1001, PROTOCOL_ERROR = 1002, UNSUPPORTED_DATA = 1003,
      RESERVED = 1004, NO_STATUS = 1005, ABNORMAL_CLOSURE = 1006, INVALID_PAYLOAD = 1007,
      POLICY_VIOLATION = 1008, MESSAGE_TOO_BIG = 1009, MANDATORY_EXTENSION = 1010,
      INTERNAL_ERROR = 1011, SERVICE_RESTART = 1012, TRY_AGAIN_LATER = 1013,
      BAD_GATEWAY = 1014, TLS_HANDSHAKE = 1015,
    }
    for name, code in pairs(codes) do
      expect(websocket.CLOSE_CODES[name]):is(code)
    end
    local count = 0
    for _ in pairs(websocket.CLOSE_CODES) do
      count = count + 1
    end
    expect(count):is(16)
  end)

  it("W3 the module and its tables are read-only", function()
    expect(pcall(function() websocket.foo = "x" end)):is(false)
    expect(pcall(function() websocket.CLOSE_CODES.NORMAL = 1 end)):is(false)
    expect(pcall(rawset, websocket, "foo", "x")):is(false)
    expect(pcall(rawset, websocket.CLOSE_CODES, "NORMAL", 1)):is(false)
    expect(websocket.CLOSE_CODES.NORMAL):is(1000)
  end)

  it("a method called on something else names the type", function()
    local client = connect("/echo")
    expect(function() client.send("x", "y") end):raises("websocket.Client expected")
    expect(function() client.close() end):raises("websocket.Client expected")
    client:close()
  end)
end)
