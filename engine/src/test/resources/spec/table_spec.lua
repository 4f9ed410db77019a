local json = require("json")

describe("table.freeze", function()
  local FROZEN = "attempt to modify a frozen table"

  local function sample()
    return { 1, 2, 3, a = "x", [true] = 4, [0.5] = 5 }
  end

  it("gives the same table, which can still be read", function()
    local t = sample()
    expect(table.isfrozen(t)):is(false)
    expect(table.freeze(t)):is(t)
    expect(table.isfrozen(t)):is(true)
    expect(table.freeze(t)):is(t)
    expect(t):equals(sample())
    expect(#t):is(3)
    expect(table.concat(t, ",")):is("1,2,3")
    expect(json.encode(table.freeze({ 1, { a = 2 } }))):is('[1,{"a":2}]')
    expect(json.encode(table.freeze({ a = 1 }))):is('{"a":1}')
  end)

  it("refuses every kind of write", function()
    for name, write in pairs({
      item = function(t) t[1] = 9 end,
      same = function(t) t[1] = 1 end,
      append = function(t) t[#t + 1] = 9 end,
      field = function(t) t.a = 9 end,
      remove_field = function(t) t.a = nil end,
      remove_item = function(t) t[3] = nil end,
      new_field = function(t) t.b = 9 end,
      absent_nil = function(t) t.b = nil end,
      far = function(t) t[1000] = 9 end,
      negative = function(t) t[-1] = 9 end,
      zero = function(t) t[-0] = 9 end,
      boolean = function(t) t[true] = 9 end,
      fraction = function(t) t[0.5] = 9 end,
      rawset = function(t) rawset(t, "a", 9) end,
      rawset_item = function(t) rawset(t, 1, 9) end,
      insert = function(t) table.insert(t, 9) end,
      insert_first = function(t) table.insert(t, 1, 9) end,
      remove = function(t) table.remove(t) end,
      sort = function(t) table.sort(t, function(a, b) return a > b end) end,
      metatable = function(t) setmetatable(t, {}) end,
      no_metatable = function(t) setmetatable(t, nil) end,
    }) do
      local t = table.freeze(sample())
      local ok, err = pcall(write, t)
      expect(ok and name):is(false)
      expect(err):contains(FROZEN)
      expect(t):equals(sample())
      expect(getmetatable(t)):is(nil)
    end
  end)

  it("refuses in hot loops too", function()
    local t = table.freeze({ n = 0, 0 })
    for _ = 1, 5000 do
      expect(pcall(function() t[1] = t[1] + 1 end)):is(false)
      expect(pcall(function() t.n = t.n + 1 end)):is(false)
    end
    expect(t):equals({ n = 0, 0 })
  end)

  it("is shallow", function()
    local t = table.freeze({ { 1 } })
    t[1][1] = 2
    expect(t[1][1]):is(2)
  end)

  it("leaves metatables at work", function()
    local t = table.freeze(setmetatable({ a = 1 }, { __index = { b = 2 }, __newindex = function() error("asked", 0) end }))
    expect(t.b):is(2)
    expect(function() t.c = 1 end):raises("asked")
    expect(function() t.a = 2 end):raises(FROZEN)
    local weak = setmetatable({}, { __mode = "v" })
    weak.key = json
    table.freeze(weak)
    expect(weak.key):is(json)
    expect(function() weak.key = 1 end):raises(FROZEN)
  end)

  it("knows what was read-only before", function()
    expect(table.isfrozen(json)):is(true)
    expect(table.freeze(json)):is(json)
    expect(function() table.freeze(_G) end):raises("bad argument #1 to 'freeze'")
    expect(function() table.freeze("x") end):raises("bad argument #1 to 'freeze' (table expected, got string)")
  end)

  it("freezes a copy of a library for this script only", function()
    table.freeze(math)
    expect(function() math.x = 1 end):raises(FROZEN)
    expect(math.abs(-1)):is(1)
  end)
end)

describe("table.create", function()
  it("makes an empty table with room", function()
    for _, t in ipairs({ table.create(), table.create(100), table.create(0, 100), table.create(10, 10) }) do
      expect(next(t)):is(nil)
      expect(#t):is(0)
    end
    local t = table.create(3, 1)
    for i = 1, 10 do t[i] = i end
    t.x = 1
    expect(#t):is(10)
    expect(function() table.create(-1) end):raises("bad argument #1 to 'create' (number from 0 to 16777216 expected)")
    expect(function() table.create(0, 1e9) end):raises("bad argument #2 to 'create'")
  end)
end)

describe("os.platform", function()
  it("names the engine", function()
    expect(os.platform()):is("moonwire")
  end)
end)
