local crypto = require("crypto")
local hash = require("hash")

local function hex(bytes)
  return (bytes:gsub(".", function(c) return string.format("%02x", c:byte()) end))
end

-- password, salt, rounds, length, hash, key: RFC 7914, section 11, and values of other implementations.
local keys = {
  {
    "passwd", "salt", 1, 64, "sha256",
    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
      .. "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
  },
  {
    "Password", "NaCl", 80000, 64, "sha256",
    "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
      .. "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d",
  },
  { "password", "salt", 4096, 32, nil, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a" },
  {
    "password", "salt", 1, 64, "sha512",
    "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
      .. "c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce",
  },
  {
    "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, 100, "sha512",
    "8c0511f4c6e597c6ac6315d8f0362e225f3c501495ba23b868c005174dc4ee71115b59f9e60cd9532fa33e0f75aefe30"
      .. "225c583a186cd82bd4daea9724a3d3b804f75bdd41494fa324cab24bcc680fb3b96a30cf5d21fac3c2875913919f3399b1d9ce7e",
  },
  { "", "", 3, 20, "sha256", "b372796454d37ac042a195b62eeb7cfed38ddd92" },
}

describe("crypto.random", function()
  it("makes bytes", function()
    expect(#crypto.random.bytes(1)):is(1)
    expect(#crypto.random.bytes(1048576)):is(1048576)
    expect(crypto.random.bytes(16)):is_not(crypto.random.bytes(16))
    expect(function() crypto.random.bytes(0) end)
      :raises("bad argument #1 to 'bytes' (whole number from 1 to 1048576 expected, got `0`)")
    expect(function() crypto.random.bytes(1048577) end):raises("bad argument #1")
    expect(function() crypto.random.bytes(1.5) end):raises("bad argument #1")
    expect(function() crypto.random.bytes(0 / 0) end):raises("bad argument #1")
  end)

  it("makes texts, each character as often as the others", function()
    expect(crypto.random.string(40):match("^%w+$") ~= nil):is(true)
    expect(crypto.random.string(5, "x")):is("xxxxx")
    local seen = {}
    local text = crypto.random.string(300000, "abc")
    for c in text:gmatch(".") do seen[c] = (seen[c] or 0) + 1 end
    for _, c in ipairs({ "a", "b", "c" }) do expect(seen[c]):is_between(98000, 102000) end
    expect(function() crypto.random.string(5, "") end):raises("1 to 256 characters expected, got 0")
    expect(function() crypto.random.string(5, ("x"):rep(257)) end):raises("got 257")
  end)

  it("makes ids", function()
    local id = crypto.random.uuid()
    expect(id:match("^%x+%-%x+%-4%x+%-[89ab]%x+%-%x+$")):is(id)
    expect(#id):is(36)
  end)
end)

describe("crypto.hmac", function()
  it("is that of hash, key first", function()
    expect(crypto.hmac.sha256("key", "data")):is(hash.hmac_sha256("data", "key"))
    expect(crypto.hmac.sha512("key", "data")):is(hash.hmac_sha512("data", "key"))
    expect(crypto.hmac.sha256("key", "data", true)):is(hash.hmac_sha256("data", "key", true))
  end)
end)

describe("crypto.encrypt", function()
  it("encrypts under a fresh nonce", function()
    for name, lengths in pairs({ aes = { 16, 24, 32 }, chacha20 = { 32 } }) do
      for _, length in ipairs(lengths) do
        local key = crypto.random.bytes(length)
        for _, data in ipairs({ "", "secret\0", ("x"):rep(100000) }) do
          local sealed = crypto.encrypt[name](data, key, "context")
          expect(#sealed):is(#data + 28)
          expect(sealed):is_not(crypto.encrypt[name](data, key, "context"))
          expect(crypto.decrypt[name](sealed, key, "context") == data):is(true)
          expect(packed(crypto.decrypt[name](sealed, key))):fails_with(errors.INVALID, "decryption failed")
        end
      end
    end
  end)

  it("notices every change and says no more than that", function()
    local key = ("k"):rep(32)
    for _, name in ipairs({ "aes", "chacha20" }) do
      local sealed = crypto.encrypt[name]("secret", key)
      for i = 1, #sealed do
        local changed = sealed:sub(1, i - 1) .. string.char((sealed:byte(i) + 1) % 256) .. sealed:sub(i + 1)
        local result = packed(crypto.decrypt[name](changed, key))
        expect(result[1]):is(nil)
        expect(result[2]:message()):is("decryption failed")
        expect(result[2]:details()):is(nil)
      end
      for length = 0, #sealed - 1 do
        expect(packed(crypto.decrypt[name](sealed:sub(1, length), key))):fails_with(errors.INVALID, "decryption failed")
      end
    end
  end)

  it("names a key of a wrong length", function()
    expect(packed(crypto.encrypt.aes("x", "short"))):fails_with(errors.INVALID, "a key of `5` bytes; give one of 16, 24 or 32")
    expect(packed(crypto.decrypt.chacha20("x", ("k"):rep(16)))):fails_with(errors.INVALID, "give one of 32")
    expect(function() crypto.encrypt.aes("x") end):raises("bad argument #2 to 'aes'")
  end)
end)

describe("crypto.jwt", function()
  it("signs and verifies", function()
    for _, alg in ipairs({ "HS256", "HS384", "HS512" }) do
      local token = crypto.jwt.encode({ sub = "ann", admin = true, roles = { "a", "b" } }, "secret", alg)
      local claims = crypto.jwt.verify(token, "secret", alg)
      expect(claims):equals({ sub = "ann", admin = true, roles = { "a", "b" } })
      expect(packed(crypto.jwt.verify(token, "Secret", alg))):fails_with(errors.INVALID, "invalid token")
      expect(packed(crypto.jwt.verify(token .. "A", "secret", alg))):fails_with(errors.INVALID, "invalid token")
    end
    expect(crypto.jwt.encode({}, "secret"))
      :is("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.t-IDcSemACt8x4iTMCda8Yhe3iZaWbvV5XKSTbuAn0M")
  end)

  it("says what is wrong", function()
    expect(packed(crypto.jwt.encode({}, "k", "none"))):fails_with(errors.INVALID, "unknown algorithm `none`")
    expect(packed(crypto.jwt.encode({}, ""))):fails_with(errors.INVALID, "the key is empty")
    expect(packed(crypto.jwt.encode({ 1, 2 }, "k"))):fails_with(errors.INVALID, "claims are a table with names")
    expect(packed(crypto.jwt.encode({}, "k", "RS256"))):fails_with(errors.INVALID, "no key in PEM")
    expect(function() crypto.jwt.encode("x", "k") end):raises("bad argument #1 to 'encode'")
  end)
end)

describe("crypto.pbkdf2", function()
  for i, case in ipairs(keys) do
    it("derives the key of case " .. i, function()
      expect(hex(crypto.pbkdf2(case[1], case[2], case[3], case[4], case[5]))):is(case[6])
    end)
  end

  it("has bounds", function()
    expect(function() crypto.pbkdf2("p", "s", 0, 1) end):raises("whole number from 1 to 10000000 expected, got `0`")
    expect(function() crypto.pbkdf2("p", "s", 10000001, 1) end):raises("bad argument #3")
    expect(function() crypto.pbkdf2("p", "s", 1, 0) end):raises("bad argument #4")
    expect(packed(crypto.pbkdf2("p", "s", 1, 1, "md5"))):fails_with(errors.INVALID, "unknown hash `md5`; give sha256 or sha512")
  end)
end)

describe("crypto.constant_time_compare", function()
  it("compares bytes", function()
    expect(crypto.constant_time_compare("abc", "abc")):is(true)
    expect(crypto.constant_time_compare("abc", "abd")):is(false)
    expect(crypto.constant_time_compare("abc", "ab")):is(false)
    expect(crypto.constant_time_compare("", "")):is(true)
    expect(crypto.constant_time_compare(1, "1")):is(true)
    expect(function() crypto.constant_time_compare("abc") end):raises("bad argument #2")
  end)
end)
