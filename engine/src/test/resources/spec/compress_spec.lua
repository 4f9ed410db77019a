local compress = require("compress")

local HELLO = "hello hello hello hello"

-- Made by Python's zlib.
local made = {
  gzip = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x27\x01\xe3\x51\x3d\x8d\x17\x00\x00\x00",
  zlib = "\x78\xda\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x27\x01\x68\x03\x08\xb1",
  deflate = "\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x27\x01",
}
-- All optional fields of the header.
local full = "\x1f\x8b\x08\x1e\x00\x00\x00\x00\x00\x00\x03\x00\x61\x62\x63\x6e\x61\x6d\x65\x00\x63\x6f\x6d\x6d\x65\x6e\x74\x00\x12\x34\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x27\x01\xe3\x51\x3d\x8d\x17\x00\x00\x00"

local function random(n)
  local t = {}
  for i = 1, n do t[i] = string.char(math.random(0, 255)) end
  return table.concat(t)
end

describe("compress", function()
  for _, name in ipairs({ "gzip", "zlib", "deflate" }) do
    local codec = compress[name]

    it(name .. " reads what others wrote", function()
      expect(codec.decode(made[name])):is(HELLO)
    end)

    it(name .. " gives back what it was given", function()
      for _, data in ipairs({ "", "x", HELLO, random(70000), HELLO:rep(20000), random(1000):rep(200) }) do
        for level = 0, 9, 3 do
          expect(codec.decode(codec.encode(data, { level = level })) == data):is(true)
        end
        expect(codec.decode(codec.encode(data)) == data):is(true)
      end
      expect(#codec.encode(HELLO:rep(20000), { level = 9 }) < 3000):is(true)
    end)

    it(name .. " stops at its bound", function()
      local bomb = codec.encode(("\0"):rep(20000000))
      expect(#bomb < 30000):is(true)
      expect(packed(codec.decode(bomb, { max_size = 19999999 })))
        :fails_with(errors.INVALID, "more than `19999999` bytes; give a larger max_size")
      expect(#codec.decode(bomb, { max_size = 20000000 })):is(20000000)
      expect(codec.decode(codec.encode(""), { max_size = 0 })):is("")
      expect(packed(codec.decode(codec.encode("x"), { max_size = 0 }))):fails_with(errors.INVALID, "more than `0` bytes")
    end)

    it(name .. " refuses what is cut", function()
      local text = codec.encode(HELLO .. random(300))
      for i = 0, #text - 1 do
        local data, err = codec.decode(text:sub(1, i))
        expect(data):is(nil)
        expect(err:kind()):is(errors.INVALID)
      end
      expect(packed(codec.decode(text .. "more"))):fails_with(errors.INVALID, "more data after the end")
      expect(packed(codec.decode(text .. "x"))):fails_with(errors.INVALID, "more data after the end")
    end)

    it(name .. " names wrong options", function()
      expect(packed(codec.encode("x", { level = 10 })))
        :fails_with(errors.INVALID, "option level is `10`; give a whole number from 0 to 9")
      expect(packed(codec.decode("x", { max_size = -1, size = 1 }))):fails_with(errors.INVALID, "unknown option `size`")
      expect(function() codec.encode() end):raises("bad argument #1 to 'encode'")
      expect(function() codec.decode("x", 1) end):raises("bad argument #2 to 'decode'")
    end)
  end

  it("notices damage", function()
    for _, name in ipairs({ "gzip", "zlib" }) do
      local text = compress[name].encode(HELLO)
      for i = name == "gzip" and 11 or 1, #text do
        local changed = text:sub(1, i - 1) .. string.char((text:byte(i) + 1) % 256) .. text:sub(i + 1)
        local data, err = compress[name].decode(changed)
        expect(data):is(nil)
        expect(err:kind()):is(errors.INVALID)
      end
    end
    expect(packed(compress.gzip.decode(HELLO))):fails_with(errors.INVALID, "no gzip")
    expect(packed(compress.zlib.decode(HELLO))):fails_with(errors.INVALID, "damaged")
  end)

  it("reads headers with everything, and several members", function()
    expect(compress.gzip.decode(full)):is(HELLO)
    expect(compress.gzip.decode(full .. made.gzip .. compress.gzip.encode(""))):is(HELLO .. HELLO)
    expect(packed(compress.gzip.decode(full .. made.gzip, { max_size = 30 }))):fails_with(errors.INVALID, "more than `30`")
    for i = 1, #full - 1 do expect(compress.gzip.decode(full:sub(1, i))):is(nil) end
  end)
end)
