local websocket = require("websocket")

local big = {}
for i = 1, 2000 do
  big[i] = "line " .. i
end
big = table.concat(big, "\n")

describe("compression", function()
  it("W34 compression works against a server that has it", function()
    for _, mode in ipairs { websocket.COMPRESSION.CONTEXT_TAKEOVER, "no_context_takeover", 1, 2 } do
      local client = connect("/echo?deflate=1", { compression = mode })
      local visit = server:awaitVisit()
      for _ = 1, 3 do
        assert(client:send(big))
        expect(client:channel():receive().data == big):is(true)
        local frame = visit:awaitFrame()
        expect(frame:compressed()):is(true)
        expect(#frame:payload() < #big / 2):is(true)
      end
      client:close()
    end
  end)

  it("W34 without the server's consent nothing is compressed", function()
    local client = connect("/echo", { compression = websocket.COMPRESSION.CONTEXT_TAKEOVER })
    client:send(big)
    expect(client:channel():receive().data == big):is(true)
    expect(server:awaitVisit():awaitFrame():compressed()):is(false)
  end)

  it("compression is offered as asked for, and not at all by default", function()
    local offers = {
      [0] = nil, "permessage-deflate; client_max_window_bits",
      "permessage-deflate; client_no_context_takeover; server_no_context_takeover"
        .. "; client_max_window_bits",
    }
    for mode = 0, 2 do
      connect("/echo", { compression = mode })
      local headers = server:awaitVisit():headers()
      local offered = headers["Sec-WebSocket-Extensions"]
      expect(offered and offered[1]):is(offers[mode])
    end
  end)

  it("messages below the threshold go uncompressed", function()
    local client = connect("/echo?deflate=1", { compression = 1, compression_threshold = 10 })
    local visit = server:awaitVisit()
    client:send("123456789")
    client:send("1234567890")
    expect(visit:awaitFrame():compressed()):is(false)
    expect(visit:awaitFrame():compressed()):is(true)
    expect(client:channel():receive().data):is("123456789")
    expect(client:channel():receive().data):is("1234567890")
  end)

  it("with a threshold of zero even the empty message is compressed", function()
    local client = connect("/echo?deflate=1", { compression = 1, compression_threshold = 0 })
    for _ = 1, 3 do
      client:send("")
      expect(client:channel():receive().data):is("")
      expect(server:awaitVisit():awaitFrame():compressed()):is(true)
      client = connect("/echo?deflate=1", { compression = 1, compression_threshold = 0 })
    end
  end)

  it("the read limit counts decompressed bytes", function()
    local client = connect("/flood?count=1&size=5000&deflate=1", { compression = 1, read_limit = 1024 })
    expect(#drain(client:channel())):is(0)
    expect(server:awaitVisit():awaitEnding():code()):is(1009)
  end)

  it("a compressed message that is none closes with 1007", function()
    local client = connect("/raw?hex=c103ffffff&deflate=1", { compression = 1 })
    expect(#drain(client:channel())):is(0)
    expect(server:awaitVisit():awaitEnding():code()):is(1007)
  end)
end)
