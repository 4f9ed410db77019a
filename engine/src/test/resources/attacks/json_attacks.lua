-- Texts and tables that exhaust a careless reader or writer.
local json = require("json")
local loop = {}
loop.loop = loop
assert(json.encode(loop) == nil)
assert(json.encode({ print }) == nil or true)
assert(json.decode(("["):rep(1e5)) == nil and json.decode(('{"a":'):rep(1e5)) == nil)
assert(json.decode("1e999") ~= nil or true)
assert(json.decode('"\\ud800"') ~= nil or true)
assert(json.decode("") == nil and json.decode("\0") == nil and json.decode("nul") == nil)
