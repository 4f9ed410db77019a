-- Channels, select and spawned tasks; what concerns whole runs (C40 to C42, C47) is tested from Java.

local time = require("time")

local function spawn_receiver(ch)
  local got = {}
  coroutine.spawn(function()
    got.value, got.ok = ch:receive()
    got.done = true
  end)
  return got
end

describe("channel", function()
  it("C1 hands over a buffered value", function()
    local ch = channel.new(1)
    expect(ch:send("hello")):is(true)
    local v, ok = ch:receive()
    expect(v):is("hello")
    expect(ok):is(true)
  end)

  it("C2 keeps the order of buffered values", function()
    local ch = channel.new(3)
    for i = 1, 3 do ch:send(i) end
    for i = 1, 3 do
      local v, ok = ch:receive()
      expect(v):is(i)
      expect(ok):is(true)
    end
  end)

  it("C3 sends without switching tasks while there is room", function()
    local ch = channel.new(2)
    local order = {}
    coroutine.spawn(function()
      coroutine.yield()
      order[#order + 1] = "other"
    end)
    expect(ch:send(1)):is(true)
    order[#order + 1] = "sender"
    coroutine.yield()
    expect(order):equals({ "sender", "other" })
  end)

  it("C4 hands over directly without a buffer", function()
    local ch, done = channel.new(), channel.new()
    coroutine.spawn(function()
      ch:send("from spawn")
      done:send(true)
    end)
    expect((ch:receive())):is("from spawn")
    expect((done:receive())):is(true)
  end)

  it("C5 gives the end mark again and again", function()
    local ch = channel.new()
    ch:close()
    for _ = 1, 3 do
      local v, ok = ch:receive()
      expect(v):is(nil)
      expect(ok):is(false)
    end
  end)

  it("C6 delivers what was buffered before the end", function()
    local ch = channel.new(1)
    ch:send(nil)
    ch:close()
    local _, first = ch:receive()
    local _, second = ch:receive()
    expect(first):is(true)
    expect(second):is(false)
  end)

  it("C7 ends a loop after the buffered values", function()
    local ch = channel.new(3)
    for i = 1, 3 do ch:send(i) end
    ch:close()
    local count = 0
    while true do
      local _, ok = ch:receive()
      if not ok then break end
      count = count + 1
    end
    expect(count):is(3)
  end)

  it("C8 wakes a blocked receiver on close", function()
    local ch = channel.new()
    local got = spawn_receiver(ch)
    ch:close()
    expect(got.done):is(true)
    expect(got.value):is(nil)
    expect(got.ok):is(false)
  end)

  it("C9 raises on a send to a closed channel", function()
    local ch = channel.new(1)
    ch:close()
    expect(function() ch:send(1) end):raises("send on closed channel")
  end)

  it("C10 closes twice in silence", function()
    local ch = channel.new()
    ch:close()
    expect(select("#", ch:close())):is(0)
  end)

  it("C11 fails a blocked sender on close without raising", function()
    local ch = channel.new()
    local r
    coroutine.spawn(function() r = table.pack(ch:send(1)) end)
    ch:close()
    expect(r[1]):is(nil)
    expect(tostring(r[2])):contains("send on closed channel")
  end)

  it("C12 carries nil as a value", function()
    local ch = channel.new(2)
    ch:send(nil)
    ch:send()
    for _ = 1, 2 do
      local v, ok = ch:receive()
      expect(v):is(nil)
      expect(ok):is(true)
    end
  end)

  it("C13 reads sizes as numbers only", function()
    expect(channel.select({ channel.new(-5):case_send(1) }, true).default):is(true)
    expect(channel.select({ channel.new(1.9):case_send(1) }, true).default):is(nil)
    expect(type(channel.new(nil))):is("userdata")
    expect(function() channel.new("x") end):raises("bad argument #1")
  end)

  it("C37 serves blocked senders first in, first out", function()
    local ch = channel.new()
    for _, v in ipairs({ "A", "B", "C" }) do
      coroutine.spawn(function() ch:send(v) end)
    end
    expect({ (ch:receive()), (ch:receive()), (ch:receive()) }):equals({ "A", "B", "C" })
  end)

  it("C38 serves blocked receivers first in, first out", function()
    local ch = channel.new()
    local got = {}
    for i = 1, 3 do
      coroutine.spawn(function() got[i] = ch:receive() end)
    end
    ch:send("x")
    ch:send("y")
    ch:send("z")
    coroutine.yield()
    expect(got):equals({ "x", "y", "z" })
  end)

  it("C39 moves a blocked sender's value into the freed slot", function()
    local ch = channel.new(2)
    ch:send(1)
    ch:send(2)
    local sent = false
    coroutine.spawn(function() sent = ch:send(3) end)
    expect((ch:receive())):is(1)
    coroutine.yield()
    expect(sent):is(true)
    expect((ch:receive())):is(2)
    expect((ch:receive())):is(3)
  end)

  it("C43 waits across pcall", function()
    local ch = channel.new()
    coroutine.spawn(function() ch:send("v") end)
    local ok, v, more = pcall(function() return ch:receive() end)
    expect(ok):is(true)
    expect(v):is("v")
    expect(more):is(true)
  end)

  it("C44 waits transparently inside a coroutine", function()
    local ch = channel.new()
    coroutine.spawn(function() ch:send("inner") end)
    local f = coroutine.wrap(function() coroutine.yield(ch:receive()) end)
    local v, ok = f()
    expect(v):is("inner")
    expect(ok):is(true)
  end)

  it("waits under gsub, sort and metamethods as well", function()
    local ch = channel.new()
    coroutine.spawn(function() for i = 1, 6 do ch:send(i) end end)
    local text = string.gsub("ab", ".", function() return tostring((ch:receive())) end)
    expect(text):is("12")
    local t = { 2, 1 }
    table.sort(t, function(a, b) ch:receive() return a < b end)
    expect(t):equals({ 1, 2 })
    local object = setmetatable({}, { __index = function() return (ch:receive()) end })
    expect(type(object.x)):is("number")
  end)

  it("C45 keeps the identity of a channel that is sent", function()
    local outer, inner = channel.new(1), channel.new()
    outer:send(inner)
    local received = outer:receive()
    expect(received == inner):is(true)
    local keyed = { [inner] = "found" }
    expect(keyed[received]):is("found")
  end)

  it("C48 cannot be changed", function()
    expect(function() channel.foo = 1 end):raises()
    expect(function() rawset(channel, "foo", 1) end):raises()
    expect(require("channel") == channel):is(true)
  end)

  it("C49 has no other methods", function()
    local ch = channel.new()
    expect(ch.nosuch):is(nil)
    expect(function() ch:nosuch() end):raises("attempt to call")
    expect(function() return #ch end):raises("get length")
    expect(function() ch.send("x") end):raises("channel expected")
  end)
end)

describe("channel.select", function()
  it("C14 takes the first of two ready cases", function()
    local a, b = channel.new(1), channel.new(1)
    a:send("first")
    local r = channel.select({ a:case_receive(), b:case_receive() })
    expect(r.channel == a):is(true)
    expect(r.value):is("first")
    expect(r.ok):is(true)
    expect(r.default):is(nil)
  end)

  it("C15 takes the second when only that is ready", function()
    local a, b = channel.new(1), channel.new(1)
    b:send("second")
    expect(channel.select({ a:case_receive(), b:case_receive() }).channel == b):is(true)
  end)

  it("C16 always takes the first listed of several", function()
    local a, b = channel.new(1), channel.new(1)
    for _ = 1, 100 do
      a:send(1)
      b:send(2)
      expect(channel.select({ a:case_receive(), b:case_receive() }).channel == a):is(true)
      b:receive()
    end
  end)

  it("C17 sends where there is room", function()
    local ch = channel.new(1)
    local r = channel.select({ ch:case_send("v") })
    expect(r.ok):is(true)
    expect(r.value):is("v")
    expect((ch:receive())):is("v")
  end)

  it("C18 takes the default when nothing is ready", function()
    local r = channel.select({ channel.new():case_receive(), default = true })
    expect(r.default):is(true)
    expect(r.ok):is(true)
    expect(r.channel):is(nil)
  end)

  it("C19 leaves the default out when a case is ready", function()
    local ch = channel.new(1)
    ch:send(1)
    expect(channel.select({ ch:case_receive(), default = true }).default):is(nil)
  end)

  it("C20 takes a default as second argument", function()
    expect(channel.select({ channel.new():case_receive() }, true).default):is(true)
  end)

  it("C21 takes the default when a buffer is full", function()
    local ch = channel.new(1)
    ch:send(1)
    expect(channel.select({ ch:case_send(2), default = true }).default):is(true)
  end)

  it("C22 prefers the end mark to the default", function()
    local ch = channel.new()
    ch:close()
    for _ = 1, 2 do
      local r = channel.select({ ch:case_receive(), default = true })
      expect(r.ok):is(false)
      expect(r.default):is(nil)
    end
  end)

  it("C23 selects the closed one among unready ones", function()
    local a, b = channel.new(), channel.new()
    b:close()
    local r = channel.select({ a:case_receive(), b:case_receive() })
    expect(r.channel == b):is(true)
    expect(r.ok):is(false)
  end)

  it("C24 drains a closed channel first", function()
    local ch = channel.new(1)
    ch:send("v")
    ch:close()
    expect(channel.select({ ch:case_receive() }).ok):is(true)
    expect(channel.select({ ch:case_receive() }).ok):is(false)
  end)

  it("C25 wakes on the channel that gets a value", function()
    local a, b = channel.new(), channel.new()
    local r
    coroutine.spawn(function() r = channel.select({ a:case_receive(), b:case_receive() }) end)
    b:send("v")
    coroutine.yield()
    expect(r.channel == b):is(true)
    expect(r.value):is("v")
    expect(r.ok):is(true)
  end)

  it("C26 wakes when a channel is closed", function()
    local a, b = channel.new(), channel.new()
    local r
    coroutine.spawn(function() r = channel.select({ a:case_receive(), b:case_receive() }) end)
    a:close()
    expect(r.channel == a):is(true)
    expect(r.ok):is(false)
    expect(r.value):is(nil)
  end)

  it("C27 withdraws the cases that lost", function()
    local a, b = channel.new(), channel.new()
    coroutine.spawn(function() channel.select({ a:case_receive(), b:case_receive() }) end)
    b:send(1)
    coroutine.yield()
    expect(channel.select({ a:case_send("lost?"), default = true }).default):is(true)
  end)

  it("C28 stops a worker through a channel", function()
    local stop, inbox, done = channel.new(), channel.new(), channel.new()
    coroutine.spawn(function()
      while true do
        local r = channel.select({ stop:case_receive(), inbox:case_receive() })
        if r.channel == stop then break end
      end
      done:send("done")
    end)
    inbox:send(1)
    inbox:send(2)
    stop:close()
    expect((done:receive())):is("done")
  end)

  it("C50 meets blocked partners in both directions", function()
    local ch = channel.new()
    local r
    coroutine.spawn(function() r = channel.select({ ch:case_receive() }) end)
    expect(ch:send("to select")):is(true)
    coroutine.yield()
    expect(r.value):is("to select")
    expect(r.ok):is(true)
    local got = spawn_receiver(ch)
    local s = channel.select({ ch:case_send("from select") })
    expect(s.ok):is(true)
    coroutine.yield()
    expect(got.value):is("from select")
  end)

  it("refuses what is no case", function()
    expect(function() channel.select({ 1 }) end):raises("invalid select case")
    expect(function() channel.select({ foo = true }) end):raises("invalid select case")
    expect(function() channel.select(nil) end):raises("bad argument #1")
  end)

  it("raises for a send case on a closed channel unless an earlier case is ready", function()
    local closed, ready = channel.new(), channel.new(1)
    closed:close()
    ready:send(1)
    expect(function() channel.select({ closed:case_send(1) }) end):raises("send on closed channel")
    expect(channel.select({ ready:case_receive(), closed:case_send(1) }).channel == ready):is(true)
  end)

  it("never matches its own send with its own receive", function()
    local ch = channel.new()
    local r = channel.select({ ch:case_send(1), ch:case_receive(), default = true })
    expect(r.default):is(true)
  end)
end)

describe("coroutine.spawn", function()
  it("C29 plays ping-pong", function()
    local ping, pong = channel.new(), channel.new()
    coroutine.spawn(function()
      for _ = 1, 5 do pong:send(ping:receive() + 1) end
    end)
    local n = 0
    for _ = 1, 5 do
      ping:send(n)
      n = pong:receive()
    end
    expect(n):is(5)
  end)

  it("C30 feeds a consumer through a buffer", function()
    local ch, done = channel.new(5), channel.new()
    coroutine.spawn(function()
      local count = 0
      while select(2, ch:receive()) do count = count + 1 end
      done:send(count)
    end)
    for i = 1, 10 do ch:send(i) end
    ch:close()
    expect((done:receive())):is(10)
  end)

  local function workers(pause)
    local jobs, results = channel.new(6), channel.new(6)
    for _ = 1, 3 do
      coroutine.spawn(function()
        while true do
          local job, ok = jobs:receive()
          if not ok then return end
          if pause then time.sleep(pause) end
          results:send(job * 2)
        end
      end)
    end
    for i = 1, 6 do jobs:send(i) end
    jobs:close()
    local sum = 0
    for _ = 1, 6 do sum = sum + results:receive() end
    return sum
  end

  it("C31 shares work between three workers", function()
    expect(workers()):is(42)
    expect(workers("10ms")):is(42)
  end)

  it("C32 collects from four producers", function()
    local ch, seen = channel.new(10), {}
    for p = 1, 4 do
      coroutine.spawn(function() for _ = 1, 5 do ch:send(p) end end)
    end
    for _ = 1, 20 do
      local p = ch:receive()
      seen[p] = (seen[p] or 0) + 1
    end
    expect(seen):equals({ 5, 5, 5, 5 })
  end)

  it("C33 runs a pipeline with pauses", function()
    local a, b, c = channel.new(), channel.new(), channel.new()
    coroutine.spawn(function() for i = 1, 6 do time.sleep("1ms") a:send(i) end a:close() end)
    coroutine.spawn(function()
      for v in function() return (a:receive()) end do b:send(v * 3) end
      b:close()
    end)
    coroutine.spawn(function()
      local sum = 0
      for v in function() return (b:receive()) end do time.sleep("1ms") sum = sum + v end
      c:send(sum)
    end)
    expect((c:receive())):is(63)
  end)

  it("C34 runs tasks in the order of their spawning", function()
    local order = {}
    for i = 1, 3 do coroutine.spawn(function() order[#order + 1] = i end) end
    expect(order):equals({ 1, 2, 3 })
  end)

  it("C35 runs the new task before the spawner goes on", function()
    local order = {}
    coroutine.spawn(function() order[#order + 1] = "task" end)
    order[#order + 1] = "spawner"
    expect(order):equals({ "task", "spawner" })
  end)

  it("C36 nests three deep", function()
    local result = 0
    coroutine.spawn(function()
      result = result + 1
      coroutine.spawn(function()
        result = result + 10
        coroutine.spawn(function() result = result + 100 end)
      end)
    end)
    for _ = 1, 3 do coroutine.yield() end
    expect(result):is(111)
  end)

  it("C46 lets others run at a bare yield", function()
    local ran = false
    coroutine.spawn(function()
      coroutine.yield()
      ran = true
    end)
    expect(select("#", coroutine.yield("dropped"))):is(0)
    expect(ran):is(true)
  end)

  it("passes arguments and returns a thread", function()
    local got
    local thread = coroutine.spawn(function(...) got = { ... } end, 1, "two")
    expect(type(thread)):is("thread")
    expect(got):equals({ 1, "two" })
    expect(function() coroutine.spawn(5) end):raises("bad argument #1")
  end)

  it("orders wake-ups: the caller first, then its partner", function()
    local ch, order = channel.new(), {}
    coroutine.spawn(function()
      ch:receive()
      order[#order + 1] = "receiver"
    end)
    ch:send(1)
    order[#order + 1] = "sender"
    coroutine.yield()
    expect(order):equals({ "sender", "receiver" })
  end)

  it("orders wake-ups of a close: senders, receivers, the closer last", function()
    local ch, order = channel.new(), {}
    for i = 1, 2 do
      coroutine.spawn(function()
        ch:receive()
        order[#order + 1] = i
      end)
    end
    ch:close()
    order[#order + 1] = "closer"
    expect(order):equals({ 1, 2, "closer" })
  end)
end)

describe("a receive with a time limit", function()
  it("tells the end of its time from a value and from the end of the channel", function()
    local ch = channel.new(1)
    expect(packed(ch:receive("1ms"))):equals({ n = 3, nil, false, "timeout" })
    ch:send("x")
    expect(packed(ch:receive("1h"))):equals({ n = 2, "x", true })
    ch:send(nil)
    expect(packed(ch:receive("1h"))):equals({ n = 2, nil, true })
    ch:close()
    expect(packed(ch:receive("1h"))):equals({ n = 2, nil, false })
  end)

  it("takes lengths as the module time does", function()
    local ch = channel.new()
    for _, length in ipairs({ "1ms", 2 * time.MILLISECOND, time.parse_duration("1ms"), "1us", 0.5, "0", "-1h" }) do
      expect((select(3, ch:receive(length)))):is("timeout")
    end
  end)

  it("refuses what is no length", function()
    local ch = channel.new(1)
    ch:send("kept")
    for _, length in ipairs({ "soon", "5", "", "7d", true, {}, ch, 0 / 0, "5 s", print }) do
      expect(function() ch:receive(length) end):raises("bad argument #1 to 'receive'")
      expect(function() channel.select({ ch:case_receive(), timeout = length }) end):raises("invalid select timeout")
    end
    expect(function() ch:receive("7d") end):raises('unknown unit "d"')
    expect((ch:receive())):is("kept")
  end)

  it("waits no longer than without one", function()
    local ch = channel.new()
    coroutine.spawn(function()
      coroutine.yield()
      ch:send("soon")
    end)
    expect((ch:receive("1h"))):is("soon")
    coroutine.spawn(function()
      coroutine.yield()
      ch:close()
    end)
    expect(packed(ch:receive("1h"))):equals({ n = 2, nil, false })
  end)

  it("is no deadlock, whoever waits beside it", function()
    local ch, done = channel.new(), channel.new()
    coroutine.spawn(function() done:send((select(3, ch:receive("2ms")))) end)
    expect((done:receive())):is("timeout")
  end)

  it("leaves no receiver behind", function()
    local ch = channel.new()
    ch:receive("1ms")
    expect(channel.select({ ch:case_send("nobody"), default = true }).default):is(true)
  end)

  it("lets others run also if it is not to wait", function()
    local ch, tries = channel.new(), 0
    coroutine.spawn(function()
      coroutine.yield()
      ch:send("at last")
    end)
    local value, ok, why
    repeat
      value, ok, why = ch:receive(0)
      tries = tries + 1
    until why ~= "timeout"
    expect(value):is("at last")
    expect(tries):is_between(2, 10)
  end)

  it("works inside of coroutines, pcall and Java calls", function()
    local ch = channel.new()
    local wrapped = coroutine.wrap(function() return ch:receive("1ms") end)
    expect(packed(wrapped())):equals({ n = 3, nil, false, "timeout" })
    expect(packed(pcall(ch.receive, ch, "1ms"))):equals({ n = 4, true, nil, false, "timeout" })
    local why
    ("x"):gsub("x", function() why = select(3, ch:receive("1ms")) end)
    expect(why):is("timeout")
  end)

  it("is not meant where a channel is iterated over", function()
    local ch = channel.new(4)
    for _, value in ipairs({ "1ms", 5, "never", true }) do ch:send(value) end
    coroutine.spawn(function()
      coroutine.yield()
      ch:close()
    end)
    local seen = {}
    for value in ch.receive, ch do seen[#seen + 1] = value end
    expect(seen):equals({ "1ms", 5, "never", true })
  end)
end)

describe("a send", function()
  it("ignores further arguments", function()
    local a, b = channel.new(1), channel.new(1)
    a:send("x")
    expect(b:send(a:receive())):is(true)
    expect((b:receive())):is("x")
  end)
end)

describe("a select with a time limit", function()
  it("tells the end of its time from all else", function()
    local ch, full = channel.new(1), channel.new()
    local cases = { ch:case_receive(), full:case_send("x"), timeout = "1ms" }
    expect(channel.select(cases)):equals({ timeout = true, ok = false })
    ch:send("y")
    local r = channel.select(cases)
    expect(r.timeout):is(nil)
    expect(r.value):is("y")
    ch:close()
    r = channel.select(cases)
    expect(r.timeout):is(nil)
    expect(r.ok):is(false)
    expect(r.channel == ch):is(true)
  end)

  it("waits for nothing but its time", function()
    expect(channel.select({ timeout = "1ms" })):equals({ timeout = true, ok = false })
  end)

  it("leaves neither a sender nor a receiver behind", function()
    local a, b = channel.new(), channel.new()
    channel.select({ a:case_send("lost?"), b:case_receive(), timeout = "1ms" })
    expect(channel.select({ a:case_receive(), b:case_send("nobody"), default = true }).default):is(true)
  end)

  it("does not wait with a default", function()
    local ch = channel.new()
    expect(channel.select({ ch:case_receive(), timeout = "1h", default = true })):equals({ default = true, ok = true })
  end)

  it("ends with the first case that can go ahead", function()
    local ch = channel.new()
    coroutine.spawn(function()
      coroutine.yield()
      ch:send("soon")
    end)
    expect(channel.select({ ch:case_receive(), timeout = "1h" }).value):is("soon")
  end)
end)
