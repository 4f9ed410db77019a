local json = require("json")

local function encode(value)
  local text, err = json.encode(value)
  if err then error(err) end
  return text
end

local function decode(text)
  local value, err = json.decode(text)
  if err then error(err) end
  return value
end

local function nested(levels)
  local t = {}
  for _ = 2, levels do t = { t } end
  return t
end

describe("json.encode", function()
  it("J1 writes scalars", function()
    expect(encode(nil)):is("null")
    expect(encode(true)):is("true")
    expect(encode(false)):is("false")
    expect(encode(42)):is("42")
    expect(encode(3.14)):is("3.14")
    expect(encode("hello")):is('"hello"')
    expect(encode("")):is('""')
  end)

  it("J2 writes a sequence as array", function()
    expect(encode({ 1, 2, 3 })):is("[1,2,3]")
  end)

  it("J3 writes string keys as object", function()
    local text, err = json.encode({ name = "test" })
    expect(err):is(nil)
    expect(text):is('{"name":"test"}')
  end)

  it("J4 writes nested tables", function()
    expect(encode({ a = { b = { 1, { c = true } } } })):is('{"a":{"b":[1,{"c":true}]}}')
  end)

  it("J5 writes an empty table as array", function()
    expect(encode({})):is("[]")
    expect(encode({ {}, {} })):is("[[],[]]")
  end)

  it("J6 refuses a hole", function()
    expect(packed(json.encode({ [1] = "a", [3] = "c" })))
      :fails_with(errors.INTERNAL, "cannot encode sparse array: non-contiguous numeric keys found")
    expect(packed(json.encode({ [2] = "b" }))):fails_with(errors.INTERNAL, "sparse array")
  end)

  it("J7 refuses positive integers beside other keys", function()
    expect(packed(json.encode({ 1, 2, x = 3 }))):fails_with(
      errors.INTERNAL,
      "cannot encode mixed-key table: table has both numeric and non-numeric keys"
    )
  end)

  it("J8 refuses a table that contains itself", function()
    local t = {}
    t.inner = { t }
    expect(packed(json.encode(t)))
      :fails_with(errors.INTERNAL, "cannot encode recursively nested tables to JSON")
  end)

  it("J9 goes 128 levels deep", function()
    expect(#encode(nested(100))):is(200)
    expect(#encode(nested(128))):is(256)
    expect(packed(json.encode(nested(129))))
      :fails_with(errors.INTERNAL, "exceeded maximum nesting depth for JSON encoding")
  end)

  it("J10 writes one table twice side by side", function()
    local shared = { 1 }
    expect(encode({ shared, shared })):is("[[1],[1]]")
  end)

  it("J11 writes numbers that JSON lacks as null", function()
    expect(encode(0 / 0)):is("null")
    expect(encode(1 / 0)):is("null")
    expect(encode({ -1 / 0 })):is("[null]")
  end)

  it("J12 writes numbers with their shortest digits", function()
    expect(encode(1e15)):is("1000000000000000")
    expect(encode(2 ^ 53)):is("9007199254740992")
    expect(encode(1735484645.5)):is("1735484645.5")
    expect(encode(0.1 + 0.2)):is("0.30000000000000004")
    local zero = encode(-0.0)
    expect(zero == "0" or zero == "-0"):is(true)
    expect(encode(1e21)):is("1e+21")
    expect(encode({ 1e21, 1e-7 })):is("[1000000000000000000000,0.0000001]")
  end)

  it("J13 escapes what must be, and it reads back", function()
    local text = 'a"b\\c\nd\te\0f\r\b\f/'
    expect(encode(text)):is('"a\\"b\\\\c\\nd\\te\\u0000f\\r\\b\\f/"')
    expect(decode(encode(text))):is(text)
    expect(decode(encode({ [text] = text }))[text]):is(text)
  end)

  it("J14 keeps the bytes of UTF-8", function()
    expect(decode(encode("é€😀"))):is("é€😀")
    expect(encode("<&>")):is('"<&>"')
    expect(encode("\255")):is('"\239\191\189"')
  end)

  it("J15 writes functions and coroutines as null", function()
    expect(encode({ a = print })):is('{"a":null}')
    expect(encode({ coroutine.create(print) })):is("[null]")
    expect(encode(print)):is("null")
  end)

  it("J16 writes other keys as their text", function()
    expect(encode({ [0.5] = 1 })):is('{"0.5":1}')
    expect(encode({ [true] = 1 })):is('{"true":1}')
    expect(encode({ [0] = 1 })):is('{"0":1}')
    expect(encode({ [-3] = 1 })):is('{"-3":1}')
    expect(encode({ [{}] = 1 })):is("{}")
  end)

  it("writes an error object as its message", function()
    expect(encode({ err = errors.new("boom") })):is('{"err":"boom"}')
  end)

  it("looks at its first argument only", function()
    expect(json.encode(1, { indent = true })):is("1")
  end)

  it("writes keys that came in any order as array", function()
    local t = {}
    for i = 20, 1, -1 do t[i] = i end
    expect(encode(t)):is("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]")
  end)

  it("does not call metamethods", function()
    local t = setmetatable({ 1 }, {
      __index = function() error("called") end,
      __pairs = function() error("called") end,
      __len = function() error("called") end,
    })
    expect(encode(t)):is("[1]")
  end)
end)

describe("json.decode", function()
  it("J17 reads scalars", function()
    expect(decode("null")):is(nil)
    expect(decode("true")):is(true)
    expect(decode("false")):is(false)
    expect(decode("42")):is(42)
    expect(decode("3.14")):is(3.14)
    expect(decode('"hello"')):is("hello")
    expect(decode('""')):is("")
  end)

  it("J18 reads arrays", function()
    expect(decode("[1, 2, 3]")):equals({ 1, 2, 3 })
  end)

  it("J19 reads objects", function()
    expect(decode('{"name":"test","value":123}')):equals({ name = "test", value = 123 })
  end)

  it("J20 reads nested values", function()
    expect(decode('{"a":{"b":[1,{"c":true}]}}')):equals({ a = { b = { 1, { c = true } } } })
  end)

  it("J21 refuses the empty string", function()
    expect(packed(json.decode(""))):fails_with(errors.INVALID, "empty string is not valid JSON")
  end)

  it("J22 refuses what is no JSON", function()
    expect(packed(json.decode("not json"))):fails_with(errors.INTERNAL)
  end)

  it("J23 refuses what is no string", function()
    expect(packed(json.decode(123))):fails_with(errors.INVALID, "string expected")
    expect(packed(json.decode(nil))):fails_with(errors.INVALID, "string expected")
    expect(packed(json.decode())):fails_with(errors.INVALID, "string expected")
  end)

  it("J24 remembers whether an empty table was an object", function()
    expect(next(decode("[]"))):is(nil)
    expect(next(decode("{}"))):is(nil)
    expect(encode(decode("[]"))):is("[]")
    expect(encode(decode("{}"))):is("{}")
    expect(encode(decode('{"a":{},"b":[]}').a)):is("{}")
  end)

  it("J25 leaves holes for null", function()
    local t = decode("[1,null,3]")
    expect(t[1]):is(1)
    expect(t[2]):is(nil)
    expect(t[3]):is(3)
    expect(decode('{"a":null}').a):is(nil)
  end)

  it("J26 takes the last of equal keys", function()
    expect(decode('{"a":1,"a":2}').a):is(2)
  end)

  it("J27 turns escapes into UTF-8", function()
    expect(decode('"\\u00e9\\ud83d\\ude00"')):is("é😀")
    expect(decode('"\\ud800"')):is("\239\191\189")
  end)

  it("J28 refuses text after the value", function()
    expect(packed(json.decode("1 x"))):fails_with(errors.INTERNAL)
    expect(decode(" 1 \n")):is(1)
  end)

  for _, text in ipairs({ "[1,2", '{"a":}', "01", "'a'", "+1", ".5", "[1,]" }) do
    it("J29 refuses " .. text, function()
      expect(packed(json.decode(text))):fails_with(errors.INTERNAL, "invalid JSON at line 1")
    end)
  end

  it("J30 goes 128 levels deep", function()
    expect(type(decode(("["):rep(128) .. ("]"):rep(128)))):is("table")
    expect(packed(json.decode(("["):rep(129) .. ("]"):rep(129))))
      :fails_with(errors.INTERNAL, "json: maximum nesting depth exceeded")
  end)

  it("J31 reads back what was written", function()
    local value = {
      name = "test",
      value = 42.5,
      active = true,
      list = { 1, 2, 3, 4, 5 },
      nested = { deep = { "x" } },
      text = "line\nline",
    }
    expect(decode(encode(value))):equals(value)
  end)

  it("J33 returns the value alone", function()
    local encoded = packed(json.encode(1))
    expect(encoded.n):is(1)
    expect(encoded[2]):is(nil)
    local decoded = packed(json.decode("false"))
    expect(decoded.n):is(1)
    expect(decoded[1]):is(false)
    expect(packed(json.decode("null")).n):is(1)
    local list = {}
    table.insert(list, json.encode({ 1 }))
    expect(list[1]):is("[1]")
  end)

  it("J35 reads large integers as the nearest double", function()
    expect(decode("9007199254740993")):is(9007199254740992)
  end)
end)

describe("json", function()
  it("J34 is immutable", function()
    expect(function() json.x = 1 end):raises()
    expect(function() rawset(json, "x", 1) end):raises()
  end)

  it("writes json.null as null", function()
    expect(encode({ a = json.null })):is('{"a":null}')
    expect(encode({ json.null, 1 })):is("[null,1]")
    expect(tostring(json.null)):is("null")
  end)

  it("writes marked tables as their mark says", function()
    expect(encode(json.object({}))):is("{}")
    expect(encode(json.array({}))):is("[]")
    expect(encode(json.object({ "a" }))):is('{"1":"a"}')
    expect(encode(json.array({ 1, nil, 3 }))):is("[1,null,3]")
    local t = {}
    expect(json.object(t)):is(t)
    expect(function() json.object(1) end):raises("table expected")
  end)

  it("gives its errors a context", function()
    local _, err = json.decode("[")
    expect(err:stack()):contains("decode failed: invalid JSON")
    _, err = json.encode({ 1, x = 1 })
    expect(err:stack()):contains("encode failed: ")
  end)
end)

describe("json.decode with integers", function()
  local LARGE = "[9007199254740992,9007199254740993,-9007199254740993,12345678901234567890,1e19,1.5]"

  it("reads numbers by default", function()
    for _, options in ipairs({ {}, { integers = "number" } }) do
      expect(json.decode(LARGE, options)):equals({
        9007199254740992, 9007199254740992, -9007199254740992, 12345678901234567890, 1e19, 1.5,
      })
    end
    expect(json.decode("5", true)):is(5)
    expect(json.decode("5", "text")):is(5)
  end)

  it("reads texts", function()
    expect(json.decode(LARGE, { integers = "string" })):equals({
      9007199254740992, "9007199254740993", "-9007199254740993", "12345678901234567890", 1e19, 1.5,
    })
  end)

  it("reads values with all digits", function()
    local value = json.decode(LARGE, { integers = "exact" })
    expect(value[1]):is(9007199254740992)
    expect(type(value[2])):is("userdata")
    expect(tostring(value[2])):is("9007199254740993")
    expect("id " .. value[3] .. "!"):is("id -9007199254740993!")
    expect(encode(value)):is("[9007199254740992,9007199254740993,-9007199254740993,12345678901234567890,10000000000000000000,1.5]")
    expect(encode(value[4])):is("12345678901234567890")
    expect(value[2] == json.decode("9007199254740993", { integers = "exact" })):is(true)
    expect(value[2] == value[3]):is(false)
    expect(value[3] < value[2] and value[2] <= value[2] and value[2] > 5):is(true)
    local long = ("9"):rep(1000)
    expect(encode({ id = json.decode(long, { integers = "exact" }) })):is('{"id":' .. long .. "}")
    expect(packed(json.decode(long .. "9", { integers = "exact" }))):fails_with(errors.INTERNAL, "more than 1000 digits")
  end)

  it("names wrong options", function()
    expect(packed(json.decode("1", { integers = "text" })))
      :fails_with(errors.INVALID, "option integers is `text`; give one of number, string, exact")
    expect(packed(json.decode("1", { integer = "exact" })))
      :fails_with(errors.INVALID, "unknown option `integer`; there are integers")
    expect(packed(json.encode(1, { sort_keys = 1 }))):fails_with(errors.INVALID, "option sort_keys is `1`; give true or false")
  end)
end)

describe("json.encode with sort_keys", function()
  it("writes names in the order of their bytes", function()
    local t = { b = 1, a = { z = 1, y = { 2 } }, ["\195\188"] = 3, B = 4, [0] = 5, aa = 6 }
    expect(json.encode(t, { sort_keys = true })):is('{"0":5,"B":4,"a":{"y":[2],"z":1},"aa":6,"b":1,"ü":3}')
    expect(json.encode({}, { sort_keys = true })):is("[]")
    expect(json.encode(json.object({}), { sort_keys = true })):is("{}")
  end)
end)

describe("json.pretty", function()
  it("indents", function()
    expect(json.pretty({ a = { 1, { b = true } }, c = {}, d = json.object({}) }, { sort_keys = true })):is([[
{
  "a": [
    1,
    {
      "b": true
    }
  ],
  "c": [],
  "d": {}
}]])
    expect(json.pretty({ 1 }, { indent = 4 })):is("[\n    1\n]")
    expect(json.pretty(5)):is("5")
    expect(decode(json.pretty({ 1, { a = "x" } }))):equals({ 1, { a = "x" } })
    expect(packed(json.pretty({}, { indent = 9 }))):fails_with(errors.INVALID, "option indent is `9`; give a whole number from 1 to 8")
    expect(packed(json.pretty({ 1, x = 2 }))):fails_with(errors.INTERNAL, "mixed-key")
  end)
end)

describe("json with nulls", function()
  it("keeps a place for them where they are marked", function()
    local list = decode("[1,null,3]")
    expect(list[3]):is(3)
    expect(encode({ 1, json.null, 3 })):is("[1,null,3]")
    expect(encode(json.array({ 1, nil, 3 }))):is("[1,null,3]")
    expect(encode(json.array(list))):is("[1,null,3]")
    for _, text in ipairs({ "[1,null,3]", "[null]", "[1,null]", '{"a":[null,{"b":[null,null,2,null]}]}' }) do
      expect(encode(decode(text))):is(text)
    end
    list[4] = 4
    expect(encode(list)):is("[1,null,3,4]")
    local other = decode("[1,null,3]")
    other.x = 1
    expect(packed(json.encode(other))):fails_with(errors.INTERNAL, "mixed-key")
    expect(encode(json.object(decode("[1,null]")))):is('{"1":1}')
  end)
end)
