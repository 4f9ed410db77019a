local base64 = require("base64")

-- RFC 4648, section 10.
local rfc4648 = {
  [""] = "", f = "Zg==", fo = "Zm8=", foo = "Zm9v", foob = "Zm9vYg==", fooba = "Zm9vYmE=", foobar = "Zm9vYmFy",
}

describe("base64", function()
  it("codes what RFC 4648 shows", function()
    for data, text in pairs(rfc4648) do
      expect(base64.encode(data)):is(text)
      expect(base64.decode(text)):is(data)
      expect(base64.decode((text:gsub("=", "")))):is(data)
      expect(base64.encode(data, { padding = false })):is((text:gsub("=", "")))
    end
  end)

  it("knows both alphabets", function()
    expect(base64.encode("\251\255\254")):is("+//+")
    expect(base64.encode("\251\255\254", { url = true })):is("-__-")
    expect(base64.encode("\251", { url = true })):is("-w==")
    expect(base64.decode("+//+")):is("\251\255\254")
    expect(base64.decode("-__-")):is("\251\255\254")
  end)

  it("gives every byte back, also over the border of a piece", function()
    local bytes = {}
    for i = 0, 255 do bytes[i + 1] = string.char(i) end
    local all = table.concat(bytes)
    for _, data in ipairs({ all, all:rep(800), all:rep(800) .. "x", all:rep(768), all:rep(1536) .. "xy" }) do
      expect(base64.decode(base64.encode(data)) == data):is(true)
      expect(#base64.encode(data)):is(math.floor((#data + 2) / 3) * 4)
    end
  end)

  it("says what is wrong with a text", function()
    for text, part in pairs({
      ["Z"] = "characters", ["Zg="] = "characters", ["Zg==="] = "position 3", ["===="] = "position 1",
      ["Zm9v\n"] = "position 5", ["Zm9v Zg="] = "position 5", ["Z*9v"] = "position 2", ["Zg==Zg=="] = "position 3",
      ["Zm\0v"] = "position 3", ["Zm\2309"] = "position 3",
    }) do
      expect(packed(base64.decode(text))):fails_with(errors.INVALID, part)
    end
  end)

  it("says what is wrong with options", function()
    expect(packed(base64.encode("x", { url = 1, pad = true })))
      :fails_with(errors.INVALID, "option url is `1`; give true or false; unknown option `pad`; there are padding, url")
    expect(function() base64.encode("x", 5) end):raises("bad argument #2 to 'encode' (table expected, got number)")
    expect(function() base64.decode() end):raises("bad argument #1 to 'decode' (string expected, got no value)")
  end)
end)
