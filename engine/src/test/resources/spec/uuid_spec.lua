local uuid = require("uuid")

local DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"

describe("uuid", function()
  it("makes the ids of RFC 9562, appendix A", function()
    expect(uuid.v3(DNS, "www.example.com")):is("5df41881-3aed-3515-88a7-2f4a814cf09e")
    expect(uuid.v5(DNS, "www.example.com")):is("2ed6657d-e927-568b-95e1-2665a8aea6a2")
  end)

  it("takes the ids of RFC 9562, appendix A, apart", function()
    local v1 = uuid.parse("C232AB00-9414-11EC-B3C8-9F6BDECED846")
    expect(v1.version):is(1)
    expect(v1.variant):is("RFC4122")
    expect(v1.timestamp):is(1645557742)
    expect(v1.node):is("9f6bdeced846")
    local v6 = uuid.parse("1EC9414C-232A-6B00-B3C8-9F6BDECED846")
    expect(v6.version):is(6)
    expect(v6.timestamp):is(1645557742)
    expect(v6.node):is("9f6bdeced846")
    expect(uuid.parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"))
      :equals({ version = 7, variant = "RFC4122", timestamp = 1645557742 })
    expect(uuid.parse("919108f7-52d1-4320-9bac-f847db4148a8")):equals({ version = 4, variant = "RFC4122" })
    expect(uuid.parse("2489E9AD-2EE2-8E00-8EC9-32D5F69181C0")):equals({ version = 8, variant = "RFC4122" })
    expect(uuid.parse("00000000-0000-0000-0000-000000000000")):equals({ version = 0, variant = "NCS" })
    expect(uuid.variant("ffffffff-ffff-ffff-ffff-ffffffffffff")):is("Future")
    expect(uuid.variant("00000000-0000-0000-c000-000000000046")):is("Microsoft")
  end)

  it("makes ids of each version", function()
    for name, version in pairs({ v1 = 1, v4 = 4, v7 = 7 }) do
      local seen = {}
      for _ = 1, 2000 do
        local id = uuid[name]()
        expect(seen[id]):is(nil)
        seen[id] = true
        expect(uuid.version(id)):is(version)
        expect(uuid.variant(id)):is("RFC4122")
        expect(id:match("^%l?[%x%-]+$")):is(id)
      end
    end
    expect(uuid.version(uuid.v3(DNS, ""))):is(3)
    expect(uuid.version(uuid.v5(DNS, "\255\0"))):is(5)
  end)

  it("puts the time into v1 and v7", function()
    local now = os.time()
    expect(uuid.parse(uuid.v1()).timestamp):is_between(now - 5, now + 5)
    expect(uuid.parse(uuid.v7()).timestamp):is_between(now - 5, now + 15)
  end)

  it("makes each v7 greater than the one before", function()
    local last = ""
    for _ = 1, 10000 do
      local id = uuid.v7()
      expect(id > last):is(true)
      last = id
    end
  end)

  it("validates", function()
    for _, text in ipairs({ DNS, DNS:upper(), "urn:uuid:" .. DNS, "6ba7b8109dad11d180b400c04fd430c8" }) do
      expect(uuid.validate(text)):is(true)
    end
    for _, text in ipairs({
      "", "x", DNS .. "0", DNS:sub(2), "6ba7b810-9dad-11d1-80b4_00c04fd430c8", "6ba7b8109dad-11d1-80b4-00c04fd430c8",
      "gba7b810-9dad-11d1-80b4-00c04fd430c8", " " .. DNS, DNS .. "\n", "\255",
    }) do
      expect(uuid.validate(text)):is(false)
      expect(packed(uuid.version(text == "\255" and "?" or text))):fails_with(errors.INVALID, "is no UUID")
    end
    expect(uuid.validate(nil)):is(false)
    expect(uuid.validate(5)):is(false)
    expect(uuid.validate({})):is(false)
  end)

  it("formats", function()
    expect(uuid.format(DNS:upper(), "standard")):is(DNS)
    expect(uuid.format(DNS)):is(DNS)
    expect(uuid.format(DNS, "simple")):is("6ba7b8109dad11d180b400c04fd430c8")
    expect(uuid.format("6ba7b8109dad11d180b400c04fd430c8", "urn")):is("urn:uuid:" .. DNS)
    expect(packed(uuid.format(DNS, "long"))):fails_with(errors.INVALID, "unknown form `long`; give standard, simple or urn")
  end)

  it("says what is wrong", function()
    expect(packed(uuid.v5("dns", "x"))):fails_with(errors.INVALID, "`dns` is no UUID")
    expect(function() uuid.v5(DNS) end):raises("bad argument #2 to 'v5'")
    expect(function() uuid.parse() end):raises("bad argument #1 to 'parse'")
  end)
end)
