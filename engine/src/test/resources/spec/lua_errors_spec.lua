-- Errors in the words of PUC Lua 5.2.4.

local function message(source, ...)
  local ok, err = pcall(assert(load(source, "=c")), ...)
  if ok then error("no error from: " .. source, 0) end
  return err
end

local function says(cases)
  for source, wanted in pairs(cases) do
    expect(source .. " -> " .. tostring(message(source))):is(source .. " -> " .. wanted)
  end
end

describe("messages", function()
  it("name the variable that is to blame", function()
    says {
      ["x()"] = "c:1: attempt to call global 'x' (a nil value)",
      ["local x; x()"] = "c:1: attempt to call local 'x' (a nil value)",
      ["local t = {}; t.a.b = 1"] = "c:1: attempt to index field 'a' (a nil value)",
      ["local t = {}; t:m()"] = "c:1: attempt to call method 'm' (a nil value)",
      ["local u; (function() u.x = 1 end)()"] = "c:1: attempt to index upvalue 'u' (a nil value)",
      ["local a = {}; return 1 + a"] = "c:1: attempt to perform arithmetic on local 'a' (a table value)",
      ["local a = {}; return 'x' .. a"] = "c:1: attempt to concatenate local 'a' (a table value)",
      ["return #x"] = "c:1: attempt to get length of global 'x' (a nil value)",
      ["return {} < {}"] = "c:1: attempt to compare two table values",
      ["return nil < 1"] = "c:1: attempt to compare nil with number",
    }
  end)

  it("do not invent names", function()
    says {
      ["for i in 3 do end"] = "c:1: attempt to call a number value",
      ["return setmetatable({}, {__add = 1}) + 1"] = "c:1: attempt to call a number value",
      ["return setmetatable({}, {__call = 1})()"] = "c:1: attempt to call a table value",
    }
  end)

  it("call functions what their callers call them", function()
    says {
      ["string.rep()"] = "c:1: bad argument #1 to 'rep' (string expected, got no value)",
      ["local f = math.floor; f('x')"] = "c:1: bad argument #1 to 'f' (number expected, got string)",
      ["('x'):rep({})"] = "c:1: bad argument #1 to 'rep' (number expected, got table)",
      ["local t = setmetatable({}, {__index = string}); t:upper()"] =
        "c:1: calling 'upper' on bad self (string expected, got table)",
      ["return setmetatable({}, {__index = string.rep}).x"] =
        "c:1: bad argument #1 to '__index' (string expected, got table)",
    }
  end)

  it("call functions without a Lua caller what the library calls them", function()
    local function of(...) return select(2, pcall(...)) end
    expect(of(string.rep)):is("bad argument #1 to 'string.rep' (string expected, got no value)")
    expect(of(pcall)):is("bad argument #1 to 'pcall' (value expected)")
    expect(of(string.gsub, "x", "x", string.rep))
      :is("bad argument #2 to 'string.rep' (number expected, got no value)")
  end)

  it("have no position where no Lua function is to blame", function()
    local yields = coroutine.wrap(function() return pcall(string.gsub, "x", "x", coroutine.yield) end)
    expect(select(2, yields())):is("attempt to yield across a C-call boundary")
    expect(message("rawset({}, nil, 1)")):is("table index is nil")
    expect(message("next({}, 1)")):is("invalid key to 'next'")
    expect(message("table.sort({{}, {}})")):is("attempt to compare two table values")
  end)
end)

describe("error", function()
  it("adds the position that the level asks for", function()
    local source = "local function f() error('m', %d) end\nlocal function g()\n f() end\ng()"
    expect(message(source:format(0))):is("m")
    expect(message(source:format(1))):is("c:1: m")
    expect(message(source:format(2))):is("c:3: m")
    expect(message(source:format(3))):is("c:4: m")
    expect(message("error(12)")):is("c:1: 12")
  end)

  it("passes any other value on", function()
    local value = {}
    expect(select(2, pcall(error, value))):is(value)
    expect(select("#", pcall(error))):is(2)
    expect(select(2, pcall(coroutine.wrap(function() error(value) end)))):is(value)
  end)
end)

describe("xpcall", function()
  it("runs the handler where the error was raised", function()
    local function fails() local x = nil; x.y = 1 end
    local ok, trace = xpcall(fails, debug.traceback)
    expect(ok):is(false)
    expect(trace):contains("in function <lua_errors_spec.lua")
    expect(trace):contains("in function 'xpcall'")
  end)

  it("gives a handler's own errors to the handler, and gives up some time", function()
    local calls = 0
    local function handler(m)
      calls = calls + 1
      if calls < 5 then error("again") end
      return calls
    end
    expect(packed(xpcall(error, handler, "x"))):equals({ n = 2, false, 5 })
    local hopeless = function() error("no") end
    expect(packed(xpcall(error, hopeless, "x"))):equals({ n = 2, false, "error in error handling" })
    expect(packed(xpcall(error, nil, "x"))):equals({ n = 2, false, "error in error handling" })
  end)

  it("runs the handler of a stack overflow", function()
    local function loop() return 1 + loop() end
    local ok, text = xpcall(loop, function(m) return (m:gsub("^.-:%d+: ", "")) end)
    expect(text):is("stack overflow")
  end)
end)
