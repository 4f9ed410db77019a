local websocket = require("websocket")

-- All pieces of a message joined, how many there were, and how it ended.
local function join(message)
  local pieces = {}
  while true do
    local piece, ok, err = message.data:receive("20s")
    if not ok then return table.concat(pieces), #pieces, err end
    pieces[#pieces + 1] = piece
  end
end

local function raw(hex, options)
  options = options or {}
  options.stream = true
  return connect("/raw?hex=" .. hex:gsub(" ", ""), options)
end

local text = ("gr\195\188\195\159e \226\130\172 \240\159\152\128 "):rep(5000)

describe("a message that is sent in pieces", function()
  for _, mode in ipairs { "disabled", "context_takeover", "no_context_takeover" } do
    it("arrives as one, compression " .. mode, function()
      local client = connect("/echo?deflate=1", { compression = mode })
      for _ = 1, 3 do
        local stream = assert(client:send_stream())
        for from = 1, #text, 1001 do
          assert(stream:write(text:sub(from, from + 1000)))
        end
        expect(stream:write("")):is(true)
        expect(stream:close()):is(true)
        assert(client:send("whole " .. text))
        local message = client:channel():receive("20s")
        expect(message.type):is("text")
        expect(message.data == text):is(true)
        expect(client:channel():receive("20s").data == "whole " .. text):is(true)
      end
      expect(client:stats().messages_out):is(6)
      expect(client:stats().bytes_out):is(3 * (2 * #text + 6))
    end)
  end

  it("is a fragment for each piece, and ends with an empty one", function()
    local client = connect("/silent")
    local stream = client:send_stream { type = websocket.BINARY }
    stream:write("a")
    client:ping("between")
    stream:write("bc")
    stream:close()
    local visit = server:awaitVisit()
    local seen = {}
    for i = 1, 4 do
      local frame = visit:awaitFrame()
      seen[i] = frame:opcode() .. (frame:fin() and "!" or "") .. frame:text()
    end
    expect(table.concat(seen, " ")):is("2a 9!between 0bc 0!")
  end)

  it("has the type that the script says", function()
    local client = connect("/echo")
    for _, given in ipairs { websocket.BINARY, { type = websocket.BINARY }, { type = websocket.TYPE_BINARY } } do
      local stream = assert(client:send_stream(given))
      stream:write("\255")
      stream:close()
      expect(client:channel():receive("20s").type):is("binary")
    end
    for _, given in ipairs { websocket.TEXT, { type = websocket.TEXT }, { type = websocket.TYPE_TEXT }, {} } do
      assert(client:send_stream(given):close())
      local message = client:channel():receive("20s")
      expect(message.type):is("text")
      expect(message.data):is("")
    end
    for _, given in ipairs { 3, { type = 3 }, { type = "ping" }, { typ = 1 }, { type = true } } do
      expect(packed(client:send_stream(given))):fails_with(errors.INVALID)
    end
    expect(function() client:send_stream("text") end):raises("bad argument")
  end)

  it("must be UTF-8 as a whole if it is text", function()
    local client = connect("/echo")
    local stream = client:send_stream()
    assert(stream:write("a\226\130"))
    expect(packed(stream:write("x"))):fails_with(errors.INVALID, "not valid UTF-8")
    expect(packed(stream:close())):fails_with(errors.INVALID, "within a character")
    assert(stream:write("\172b"))
    expect(packed(stream:write("\255"))):fails_with(errors.INVALID, "not valid UTF-8")
    assert(stream:close())
    expect(client:channel():receive("20s").data):is("a\226\130\172b")
    expect(function() client:send_stream():write(nil) end):raises("bad argument")
  end)

  it("keeps all other messages out, but not pings", function()
    for _, mode in ipairs { 0, 1 } do
      local client = connect("/echo?deflate=1", { compression = mode })
      local stream = client:send_stream()
      expect(packed(client:send("other"))):fails_with(errors.CONFLICT, "close its stream first", true)
      expect(packed(client:send_stream())):fails_with(errors.CONFLICT, "close its stream first", true)
      stream:write("first")
      expect(packed(client:send("other"))):fails_with(errors.CONFLICT, "close its stream first", true)
      expect((client:ping("x", { wait = "20s" }))):is(true)
      stream:close()
      expect(packed(stream:write("late"))):fails_with(errors.INVALID, "the stream is closed")
      expect(packed(stream:close())):fails_with(errors.INVALID, "the stream is closed")
      assert(client:send("second"))
      expect(client:channel():receive("20s").data):is("first")
      expect(client:channel():receive("20s").data):is("second")
    end
  end)

  it("cannot go on after the end of the connection", function()
    local client = connect("/echo")
    local stream = client:send_stream()
    stream:write("half")
    client:close()
    expect(packed(stream:write("rest"))):fails_with(errors.INTERNAL, "websocket connection closed")
    expect(packed(stream:close())):fails_with(errors.INTERNAL, "websocket connection closed")
    expect(packed(client:send_stream())):fails_with(errors.INTERNAL, "websocket connection closed")
    local visit = server:awaitVisit()
    expect(visit:awaitFrame():fin()):is(false)
    expect(visit:awaitFrame():opcode()):is(8)
  end)

  it("that nobody can finish ends the connection", function()
    local client = connect("/echo")
    client:send_stream():write("half")
    local ok, why = true
    while why ~= nil or ok do
      collectgarbage()
      runner:collect()
      _, ok, why = client:channel():receive("10ms")
    end
    local ending = server:awaitVisit():awaitEnding()
    expect(ending:code()):is(1001)
  end)

  it("that nobody has begun does not", function()
    local client = connect("/echo")
    client:send_stream()
    local ok, err
    repeat
      runner:collect()
      ok, err = client:send("x")
      if not ok then expect(err:kind()):is(errors.CONFLICT) end
    until ok
    expect(client:channel():receive("20s").data):is("x")
  end)

  it("waits for a peer that does not read, and no longer than write_timeout", function()
    local client = connect("/deaf", { write_timeout = "200ms" })
    local stream = client:send_stream(websocket.BINARY)
    local piece, ok, err = ("x"):rep(1e6)
    repeat ok, err = stream:write(piece) until not ok
    expect(err:kind()):is(errors.INTERNAL)
    expect(select(2, client:channel():receive("20s"))):is(false)
    expect(client:close_info().code):is(1006)
  end)
end)

describe("a message that is received in pieces", function()
  for _, mode in ipairs { "disabled", "context_takeover", "no_context_takeover" } do
    it("is the same, compression " .. mode, function()
      local client = connect("/echo?deflate=1", { compression = mode, stream = true })
      for round = 1, 3 do
        assert(client:send(text))
        assert(client:send("\255" .. text, websocket.BINARY))
        local first, second = client:channel():receive("20s"), nil
        expect(first.type):is("text")
        local joined, count, err = join(first)
        expect(joined == text):is(true)
        expect(count >= 2):is(true)
        expect(err):is(nil)
        second = client:channel():receive("20s")
        expect(second.type):is("binary")
        expect(join(second) == "\255" .. text):is(true)
      end
      expect(client:stats().messages_in):is(6)
      expect(client:stats().bytes_in):is(3 * (2 * #text + 1))
    end)
  end

  it("has pieces of whole characters, read_limit bytes at most", function()
    local client = connect("/echo?parts=7", { stream = true, read_limit = 1000 })
    client:send(text)
    local message, all = client:channel():receive("20s"), {}
    while true do
      local piece, ok = message.data:receive("20s")
      if not ok then break end
      expect(#piece):is_between(1, 1000)
      expect(piece:find("^[\128-\191]")):is(nil)
      all[#all + 1] = piece
    end
    expect(table.concat(all) == text):is(true)
  end)

  it("may be small or empty, and many may wait", function()
    local client = connect("/echo", { stream = true })
    for i = 0, 20 do client:send(("x"):rep(i)) end
    for i = 0, 20 do
      local joined, count = join(client:channel():receive("20s"))
      expect(joined):is(("x"):rep(i))
      expect(count):is(i == 0 and 0 or 1)
    end
  end)

  it("is there before its end has come", function()
    local client = raw("01 03 616263")
    local message = client:channel():receive("20s")
    expect((message.data:receive("20s"))):is("abc")
    expect((select(3, message.data:receive("5ms")))):is("timeout")
  end)

  it("shows that it is not whole", function()
    for _, ending in ipairs { "88 02 03e8", "88 02 03e9", "88 00", "81 00", "83 00", "00 01 ff" } do
      local client = raw("01 03 616263" .. ending)
      local message = client:channel():receive("20s")
      local joined, count, err = join(message)
      expect(joined):is("abc")
      expect(type(err)):is("userdata")
      expect(err:kind()):is(errors.INTERNAL)
      expect(err:message()):contains("incomplete message")
      local r = channel.select { message.data:case_receive() }
      expect(r.ok):is(false)
      expect(r.error:message()):contains("incomplete message")
      expect((select(3, client:channel():receive("20s")))):is(nil)
    end
  end)

  it("shows so if we close in the middle, or the network ends", function()
    local client = raw("01 03 616263")
    local message = client:channel():receive("20s")
    client:close()
    local joined, _, err = join(message)
    expect(joined):is("abc")
    expect(err:message()):contains("incomplete message")
    client = raw("01 03 616263")
    message = client:channel():receive("20s")
    server:close()
    expect((select(3, join(message))):message()):contains("incomplete message")
  end)

  it("is not needed by who closes or drops its channel", function()
    for _, way in ipairs { "close", "drop" } do
      local client = connect("/echo?parts=50", { stream = true })
      client:send(text)
      client:send("next")
      local message = client:channel():receive("20s")
      message.data:receive("20s")
      if way == "close" then message.data:close() end
      message = nil
      local got, waited
      repeat
        runner:collect()
        got, waited = client:channel():receive("20ms")
      until waited
      expect(join(got)):is("next")
    end
  end)

  it("lets pings be answered between its pieces", function()
    local client = raw("01 03 616263 89 02 7071 80 01 64")
    local message = client:channel():receive("20s")
    expect((join(message))):is("abcd")
    local frame = server:awaitVisit():awaitFrame()
    expect(frame:opcode()):is(10)
    expect(frame:text()):is("pq")
  end)

  it("is not held up by control frames that nobody reads", function()
    local pings = ("89 01 70"):rep(100)
    local client = raw("01 03 616263" .. pings .. "80 01 64", { control_frames = true, channel_capacity = 1 })
    expect((join(client:channel():receive("20s")))):is("abcd")
  end)

  it("keeps its connection", function()
    local pieces
    do
      pieces = connect("/echo?parts=50", { stream = true })
      pieces:send(text)
      pieces = pieces:channel():receive("20s")
    end
    for _ = 1, 3 do runner:collect() end
    local joined, _, err = join(pieces)
    expect(err):is(nil)
    expect(joined == text):is(true)
  end)

  it("has read_timeout for each of its pieces", function()
    local client = raw("01 03 616263", { read_timeout = "100ms" })
    local joined, _, err = join(client:channel():receive("20s"))
    expect(joined):is("abc")
    expect(err:message()):contains("incomplete message")
    expect(client:close_info().reason):is("read timeout")
  end)

  it("comes in through messages() and goes out again as it comes", function()
    local client = connect("/echo?parts=9", { stream = true })
    client:send(text)
    for message in client:messages() do
      local out = client:send_stream { type = message.type }
      for piece in message.data.receive, message.data do assert(out:write(piece)) end
      assert(out:close())
      break
    end
    expect(join(client:channel():receive("20s")) == text):is(true)
  end)
end)
