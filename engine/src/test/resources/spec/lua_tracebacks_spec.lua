-- debug.traceback in the words of PUC Lua 5.2.4, with [Java] for [C].

local function lines(text)
  local all = {}
  for line in text:gmatch("[^\n]+") do
    all[#all + 1] = line:gsub("^%s+", ""):gsub("lua_tracebacks_spec.lua:%d+", "S")
  end
  return all
end

local function trace() return (debug.traceback("m")) end

describe("a traceback", function()
  it("names functions as their callers do", function()
    local t = { field = function() local s = trace() return s end }
    function t:method() local s = t.field() return s end
    local function inner() local s = t:method() return s end
    local got = lines((inner()))
    expect(got[1]):is("m")
    expect(got[2]):is("stack traceback:")
    expect(got[4]):is("S: in function 'field'")
    expect(got[5]):is("S: in function 'method'")
    expect(got[6]):is("S: in function 'inner'")
  end)

  it("names metamethods and iterators", function()
    local got
    local probe = setmetatable({}, { __add = function() got = lines(debug.traceback()) end })
    local unused = probe + 1
    expect(got[2]):is("S: in function '__add'")
    for _ in function() got = lines(debug.traceback()) end do end
    expect(got[2]):is("S: in function 'for iterator'")
  end)

  it("shows Java functions on the way", function()
    local got
    pcall(function() got = lines(debug.traceback()) end)
    expect(got[3]):is("[Java]: in function 'pcall'")
    local unused = ("x"):gsub("x", function() got = lines(debug.traceback()) end)
    expect(got[3]):is("[Java]: in function 'gsub'")
  end)

  it("marks tail calls", function()
    local function called() local s = debug.traceback() return s end
    local function tail() return called() end
    expect(lines((tail()))[3]):is("(...tail calls...)")
  end)

  it("leaves out the middle of a deep stack", function()
    local function deep(n) if n == 0 then return (debug.traceback()) end return (deep(n - 1)) end
    local got = lines(deep(50))
    expect(got[12]):is("...")
    expect(#got):is(23)
  end)

  it("shows where a suspended or failed coroutine stands", function()
    local co = coroutine.create(function() coroutine.yield() error("x") end)
    coroutine.resume(co)
    expect(lines(debug.traceback(co))):equals {
      "stack traceback:", "[Java]: in function 'yield'", "S: in function <S>",
    }
    coroutine.resume(co)
    expect(lines(debug.traceback(co, "m"))):equals {
      "m", "stack traceback:", "[Java]: in function 'error'", "S: in function <S>",
    }
    expect(#lines(debug.traceback(co, nil, 1))):is(2)
  end)

  it("returns anything that is no string as it is", function()
    local t = {}
    expect(debug.traceback(t)):is(t)
    expect(debug.traceback(true)):is(true)
  end)
end)
