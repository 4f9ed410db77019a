-- Metamethods (Lua manual 5.2, section 2.4).

local function with(event, handler) return setmetatable({}, { [event] = handler }) end

describe("operators", function()
  it("find the metamethod of either operand", function()
    local function add(a, b) return type(a) .. type(b) end
    expect(with("__add", add) + 1):is("tablenumber")
    expect(1 + with("__add", add)):is("numbertable")
    expect("x" + with("__add", add)):is("stringtable")
    expect(-with("__unm", add)):is("tabletable")
  end)

  it("make booleans of what comparisons return", function()
    local l = with("__lt", function() return 1 end)
    expect(l < l):is(true)
    expect(l <= l):is(false)
    expect(with("__le", function() return nil end) <= l):is(false)
    expect(with("__lt", function() return nil end) <= 1):is(true)
  end)

  it("ask __eq only if both operands agree on it", function()
    local function yes() return true end
    expect(with("__eq", yes) == with("__eq", yes)):is(true)
    expect(with("__eq", yes) ~= with("__eq", yes)):is(false)
    expect(with("__eq", yes) == with("__eq", function() return true end)):is(false)
    expect(with("__eq", yes) == 1):is(false)
  end)

  it("concatenate from the right", function()
    local c = with("__concat", function(a, b)
      return (type(a) == "table" and "T" or a) .. "|" .. (type(b) == "table" and "T" or b)
    end)
    expect("a" .. "b" .. c):is("a" .. "b|T")
    expect(c .. "a" .. "b"):is("T|ab")
    expect(1 .. c .. 2):is("1T|2")
  end)

  it("ask __len, which rawlen ignores", function()
    local t = setmetatable({ 1, 2, 3 }, { __len = function() return "many" end })
    expect(#t):is("many")
    expect(rawlen(t)):is(3)
  end)
end)

describe("indexing", function()
  it("follows chains of tables and functions", function()
    local base = setmetatable({ a = 1 }, { __index = function(_, k) return k .. "!" end })
    local t = with("__index", with("__index", base))
    expect(t.a):is(1)
    expect(t.b):is("b!")
    local store = {}
    local w = with("__newindex", with("__newindex", store))
    w.x = 5
    expect(rawget(w, "x")):is(nil)
    expect(store.x):is(5)
  end)

  it("ends a chain that bites its tail", function()
    local t = {}
    setmetatable(t, { __index = t, __newindex = t })
    expect(function() return t.x end):raises("loop in gettable")
    expect(function() t.x = 1 end):raises("loop in settable")
  end)
end)

describe("__call, __pairs and __ipairs", function()
  it("get the value in front of the arguments", function()
    local t = with("__call", function(...) return select("#", ...) end)
    expect(t(1, nil)):is(3)
    expect(select(2, pcall(t, 1))):is(2)
    expect(with("__call", t)):is_not(nil)
  end)

  it("replace the iterator, its state and its start", function()
    local t = setmetatable({}, {
      __pairs = function(self) return function(_, k) if not k then return 1, self end end, self, nil end,
      __ipairs = function() return 1, 2, 3, 4 end,
    })
    for k, v in pairs(t) do
      expect(k):is(1)
      expect(v):is(t)
    end
    expect(select("#", ipairs(t))):is(3)
  end)
end)

describe("__gc and __mode", function()
  it("are accepted; finalizers are not run", function()
    local runs = 0
    setmetatable({}, { __gc = function() runs = runs + 1 end })
    collectgarbage()
    expect(runs):is(0)
  end)

  it("keep what is still in use", function()
    local key, value = {}, {}
    local weak = setmetatable({ [key] = 1, v = value, s = "text" }, { __mode = "kv" })
    collectgarbage()
    expect(weak[key]):is(1)
    expect(weak.v):is(value)
    expect(weak.s):is("text")
  end)
end)
