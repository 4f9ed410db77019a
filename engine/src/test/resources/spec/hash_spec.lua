local hash = require("hash")

local function unhex(text)
  return (text:gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end))
end

local function every_byte()
  local bytes = {}
  for i = 0, 255 do bytes[i + 1] = string.char(i) end
  return table.concat(bytes)
end

-- The test cases of RFC 4231, section 4; case 5 is about cut codes.
local rfc4231 = {
  {
    key = string.rep("\11", 20),
    data = "Hi There",
    sha256 = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    sha384 = "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
    sha512 = "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
  },
  {
    key = "Jefe",
    data = "what do ya want for nothing?",
    sha256 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    sha384 = "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
    sha512 = "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
  },
  {
    key = string.rep("\170", 20),
    data = string.rep("\221", 50),
    sha256 = "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    sha384 = "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27",
    sha512 = "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb",
  },
  {
    key = unhex("0102030405060708090a0b0c0d0e0f10111213141516171819"),
    data = string.rep("\205", 50),
    sha256 = "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    sha384 = "3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e1f573b4e6801dd23c4a7d679ccf8a386c674cffb",
    sha512 = "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3dba91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd",
  },
  {
    key = string.rep("\170", 131),
    data = "Test Using Larger Than Block-Size Key - Hash Key First",
    sha256 = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    sha384 = "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952",
    sha512 = "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598",
  },
  {
    key = string.rep("\170", 131),
    data = "This is a test using a larger than block-size key and a larger than block-size data. "
      .. "The key needs to be hashed before being used by the HMAC algorithm.",
    sha256 = "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    sha384 = "6617178e941f020d351e2f254e8fd32c602420feb0b8fb9adccebb82461e99c5a678cc31e799176d3860e6110c46523e",
    sha512 = "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58",
  },
}

-- The short messages of FIPS 180-4's examples, RFC 1321 (MD5), and a million times "a".
local messages = {
  {
    data = "",
    md5 = "d41d8cd98f00b204e9800998ecf8427e",
    sha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    sha384 = "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
    sha512 = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
  },
  {
    data = "abc",
    md5 = "900150983cd24fb0d6963f7d28e17f72",
    sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d",
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    sha384 = "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    sha512 = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
  },
  {
    data = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    md5 = "8215ef0796a20bcaaae116d3876c664a",
    sha1 = "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
    sha256 = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    sha384 = "3391fdddfc8dc7393707a65b1b4709397cf8b1d162af05abfe8f450de5f36bc6b0455a8520bc4e6f5fe95b1fe3c8452b",
    sha512 = "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c33596fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445",
  },
  {
    data = "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
      .. "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
    md5 = "03dd8807a93175fb062dfb55dc7d359c",
    sha1 = "a49b2446a02c645bf419f995b67091253a04a259",
    sha256 = "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
    sha384 = "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039",
    sha512 = "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909",
  },
  {
    data = string.rep("a", 1000000),
    md5 = "7707d6ae4e027c70eea2a935c2296f21",
    sha1 = "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
    sha256 = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    sha384 = "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985",
    sha512 = "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973ebde0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b",
  },
  {
    data = every_byte(),
    md5 = "e2c865db4162bed963bfaa9ef6ac18f0",
    sha1 = "4916d6bdb7f78e6803698cab32d1586ea457dfc8",
    sha256 = "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880",
    sha384 = "ffdaebff65ed05cf400f0221c4ccfb4b2104fb6a51f87e40be6c4309386bfdec2892e9179b34632331a59592737db5c5",
    sha512 = "1e7b80bc8edc552c8feeb2780e111477e5bc70465fac1a77b29b35980c3f0ce4a036a6c9462036824bd56801e62af7e9feba5c22ed8a5af877bf7de117dcac6d",
  },
}

describe("hash", function()
  for i, case in ipairs(rfc4231) do
    it("makes the codes of RFC 4231, case " .. i, function()
      for _, name in ipairs({ "sha256", "sha384", "sha512" }) do
        expect(hash["hmac_" .. name](case.data, case.key)):is(case[name])
        expect(hash["hmac_" .. name](case.data, case.key, true)):is(unhex(case[name]))
      end
    end)
  end

  for i, case in ipairs(messages) do
    it("makes the hashes of message " .. i, function()
      for _, name in ipairs({ "md5", "sha1", "sha256", "sha384", "sha512" }) do
        expect(hash[name](case.data)):is(case[name])
        expect(hash[name](case.data, true)):is(unhex(case[name]))
      end
    end)
  end

  it("makes the codes of RFC 2202", function()
    expect(hash.hmac_md5("Hi There", string.rep("\11", 16))):is("9294727a3638bb1c13f48ef8158bfc9d")
    expect(hash.hmac_sha1("Hi There", string.rep("\11", 20))):is("b617318655057264e28bc0b6fb378c8ef146be00")
  end)

  it("takes an empty secret", function()
    expect(hash.hmac_sha256("", "")):is("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  end)

  it("makes checksums", function()
    expect(hash.crc32("")):is(0)
    expect(hash.crc32("123456789")):is(3421780262)
    expect(hash.fnv32("")):is(2166136261)
    expect(hash.fnv32("foobar")):is(3214735720)
    expect(hash.fnv64("")):is("cbf29ce484222325")
    expect(hash.fnv64("foobar")):is("85944171f73967e8")
  end)

  it("takes numbers for strings as Lua does, and nothing else", function()
    expect(hash.md5(12)):is(hash.md5("12"))
    expect(function() hash.sha256() end):raises("bad argument #1 to 'sha256' (string expected, got no value)")
    expect(function() hash.sha256("x", 1) end):raises("bad argument #2 to 'sha256' (boolean expected, got number)")
    expect(function() hash.hmac_sha256("x") end):raises("bad argument #2 to 'hmac_sha256'")
  end)

  it("is read-only and no global", function()
    expect(function() hash.md5 = 1 end):raises("read-only")
    expect(rawget(_G, "hash")):is(nil)
    expect(_G.hash):is(nil)
  end)
end)
