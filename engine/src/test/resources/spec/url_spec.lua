local url = require("url")

-- RFC 3986, section 1.1.2, and odd ones: address, parts.
local addresses = {
  ["ftp://ftp.is.co.za/rfc/rfc1808.txt"] = { scheme = "ftp", host = "ftp.is.co.za", path = "/rfc/rfc1808.txt" },
  ["http://www.ietf.org/rfc/rfc2396.txt"] = { scheme = "http", host = "www.ietf.org", path = "/rfc/rfc2396.txt" },
  ["ldap://[2001:db8::7]/c=GB?objectClass?one"] = {
    scheme = "ldap", host = "[2001:db8::7]", path = "/c=GB", query = "objectClass?one",
  },
  ["mailto:John.Doe@example.com"] = { scheme = "mailto", path = "John.Doe@example.com" },
  ["tel:+1-816-555-1212"] = { scheme = "tel", path = "+1-816-555-1212" },
  ["telnet://192.0.2.16:80/"] = { scheme = "telnet", host = "192.0.2.16", port = 80, path = "/" },
  ["urn:oasis:names:specification:docbook:dtd:xml:4.1.2"] = {
    scheme = "urn", path = "oasis:names:specification:docbook:dtd:xml:4.1.2",
  },
  ["wss://u:p@x.org:8443/a/%2Fb;c?q=1&r=%20#top?x"] = {
    scheme = "wss", userinfo = "u:p", host = "x.org", port = 8443, path = "/a/%2Fb;c", query = "q=1&r=%20", fragment = "top?x",
  },
  ["//host"] = { host = "host", path = "" },
  ["/a/b"] = { path = "/a/b" },
  ["?x"] = { path = "", query = "x" },
  ["#"] = { path = "", fragment = "" },
  ["a/b:c"] = { path = "a/b:c" },
  ["file:///etc/x"] = { scheme = "file", host = "", path = "/etc/x" },
  [""] = { path = "" },
}

describe("url", function()
  it("encodes all but what is unreserved", function()
    expect(url.encode("AZaz09-._~")):is("AZaz09-._~")
    expect(url.encode("a b&c=d/e?f+g%")):is("a%20b%26c%3Dd%2Fe%3Ff%2Bg%25")
    expect(url.encode("\0\195\188\255")):is("%00%C3%BC%FF")
    expect(url.encode("")):is("")
    expect(url.encode(15)):is("15")
  end)

  it("decodes", function()
    expect(url.decode("a%20b%2fc+d")):is("a b/c+d")
    expect(url.decode("%00%FF")):is("\0\255")
    for i = 0, 255 do expect(url.decode(url.encode(string.char(i)))):is(string.char(i)) end
    expect(packed(url.decode("ab%"))):fails_with(errors.INVALID, "`%` without two hex digits at position 3")
    expect(packed(url.decode("%g0"))):fails_with(errors.INVALID, "position 1")
    expect(packed(url.decode("%2"))):fails_with(errors.INVALID, "position 1")
  end)

  it("takes addresses apart and puts them together", function()
    for address, parts in pairs(addresses) do
      expect(url.parse(address)):equals(parts)
      expect(url.build(parts)):is(address)
    end
    expect(url.parse("HTTP://Example.COM/A").host):is("example.com")
    expect(url.parse("HTTP://Example.COM/A").scheme):is("http")
    expect(url.parse("http://x:/").port):is(nil)
  end)

  it("refuses what is no address", function()
    for address, part in pairs({
      ["http://a b/"] = "position 9", ["http://a/\n"] = "position 10", ["http://a\\b"] = "position 9", ["1x://a"] = "`1x` is no scheme",
      ["http://a:b/"] = "is no host", ["http://a:65536/"] = "port `65536`", ["http://a:999999999999/"] = "port",
      ["http://[::1/"] = "is no host", ["http://a]b/"] = "is no host", ["http://a@b@c/"] = "is no host", ["http://<x>/"] = "is no host",
      ["://x"] = "",
    }) do
      if part ~= "" then expect(packed(url.parse(address))):fails_with(errors.INVALID, part) end
    end
    expect(packed(url.parse(("x"):rep(70000)))):fails_with(errors.INVALID, "at most 65536 bytes")
  end)

  it("builds nothing that reads as something else", function()
    expect(url.build({ scheme = "https", host = "x.org", path = "/a b?#ü", query = { q = "a b&c" }, fragment = "#" }))
      :is("https://x.org/a%20b%3F%23%C3%BC?q=a%20b%26c#%23")
    expect(url.build({ path = "/%2F%zz" })):is("/%2F%25zz")
    expect(packed(url.build({ host = "x", path = "a" }))):fails_with(errors.INVALID, "begins with `/`")
    expect(packed(url.build({ path = "//evil" }))):fails_with(errors.INVALID, "begin it with `./`")
    expect(packed(url.build({ path = "javascript:x" }))):fails_with(errors.INVALID, "begin it with `./`")
    expect(packed(url.build({ host = "a/b" }))):fails_with(errors.INVALID, "is no host")
    expect(packed(url.build({ host = "a", port = 1.5 }))):fails_with(errors.INVALID, "port `1.5`")
    expect(packed(url.build({ port = 80 }))):fails_with(errors.INVALID, "without a host")
    expect(packed(url.build({ scheme = "a b" }))):fails_with(errors.INVALID, "is no scheme")
    expect(packed(url.build({ user = "x" }))):fails_with(errors.INVALID, "unknown part `user`")
    expect(packed(url.build({ path = print }))):fails_with(errors.INVALID, "path is text")
  end)
end)

describe("url.query", function()
  it("writes tables in the order of their names", function()
    expect(url.query.encode({ symbol = "LTCBTC", side = "BUY", price = 0.1, n = 1e15, on = true }))
      :is("n=1e%2B15&on=true&price=0.1&side=BUY&symbol=LTCBTC")
    expect(url.query.encode({ a = { "1", 2 }, ["b c"] = "" })):is("a=1&a=2&b%20c=")
    expect(url.query.encode({})):is("")
  end)

  it("writes pairs in their own order", function()
    expect(url.query.encode({ { "b", 1 }, { "a", "x y" }, { "b", 2 } })):is("b=1&a=x%20y&b=2")
  end)

  it("refuses what it cannot write", function()
    expect(packed(url.query.encode({ a = print }))):fails_with(errors.INVALID, "a value is text")
    expect(packed(url.query.encode({ { "a" } }))):fails_with(errors.INVALID, "pair")
    expect(packed(url.query.encode({ { "a", 1, 2 } }))):fails_with(errors.INVALID, "pair")
    expect(packed(url.query.encode({ { "a", 1 }, x = 1 }))):fails_with(errors.INVALID, "keys 1 to n")
    expect(packed(url.query.encode({ a = { x = 1 } }))):fails_with(errors.INVALID, "keys 1 to n")
  end)

  it("reads queries", function()
    expect(url.query.decode("a=1&b=x%20y&c&d=&=e&a=2&&f=1=2")):equals({
      a = { "1", "2" }, b = "x y", c = "", d = "", [""] = "e", f = "1=2",
    })
    expect(url.query.decode("a+b=c+d")):equals({ ["a+b"] = "c+d" })
    expect(url.query.decode("")):equals({})
    expect(packed(url.query.decode("a=%"))):fails_with(errors.INVALID, "position 1")
  end)

  it("gives back what it wrote", function()
    local all = {}
    for i = 0, 255 do all[i + 1] = string.char(i) end
    local names = { [table.concat(all)] = table.concat(all), x = { "1", "2", "3" } }
    expect(url.query.decode(url.query.encode(names))):equals(names)
  end)
end)
