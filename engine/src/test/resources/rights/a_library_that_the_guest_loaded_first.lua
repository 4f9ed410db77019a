-- same bindings
local lib = require("lib")
assert(not lib.ask() and not lib.opener()())
made = lib.opener("secret")
-- admin
local lib = require("lib")
assert(lib.ask() and lib.opener("own")() and not made())
