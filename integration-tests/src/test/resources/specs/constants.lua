local websocket = require("websocket")

case("W1 message types and compression modes", function()
  eq(websocket.TEXT, 1)
  eq(websocket.BINARY, 2)
  eq(websocket.TYPE_TEXT, "text")
  eq(websocket.TYPE_BINARY, "binary")
  eq(websocket.TYPE_PING, "ping")
  eq(websocket.TYPE_PONG, "pong")
  eq(websocket.TYPE_CLOSE, "close")
  eq(websocket.COMPRESSION.DISABLED, 0)
  eq(websocket.COMPRESSION.CONTEXT_TAKEOVER, 1)
  eq(websocket.COMPRESSION.NO_CONTEXT, 2)
end)

case("W2 all sixteen close codes", function()
  local codes = {
    NORMAL = 1000, GOING_AWAY = 1001, PROTOCOL_ERROR = 1002, UNSUPPORTED_DATA = 1003,
    RESERVED = 1004, NO_STATUS = 1005, ABNORMAL_CLOSURE = 1006, INVALID_PAYLOAD = 1007,
    POLICY_VIOLATION = 1008, MESSAGE_TOO_BIG = 1009, MANDATORY_EXTENSION = 1010,
    INTERNAL_ERROR = 1011, SERVICE_RESTART = 1012, TRY_AGAIN_LATER = 1013,
    BAD_GATEWAY = 1014, TLS_HANDSHAKE = 1015,
  }
  for name, code in pairs(codes) do
    eq(websocket.CLOSE_CODES[name], code, name)
  end
  local count = 0
  for _ in pairs(websocket.CLOSE_CODES) do
    count = count + 1
  end
  eq(count, 16)
end)

case("W3 the module and its tables are read-only", function()
  eq(pcall(function() websocket.foo = "x" end), false)
  eq(pcall(function() websocket.CLOSE_CODES.NORMAL = 1 end), false)
  eq(pcall(rawset, websocket, "foo", "x"), false)
  eq(pcall(rawset, websocket.CLOSE_CODES, "NORMAL", 1), false)
  eq(websocket.CLOSE_CODES.NORMAL, 1000)
end)

case("a method called on something else names the type", function()
  local client = connect("/echo")
  raises("websocket.Client expected", client.send, "x", "y")
  raises("websocket.Client expected", client.close)
  client:close()
end)
