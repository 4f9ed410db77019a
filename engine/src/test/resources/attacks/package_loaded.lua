-- What a script puts into package.loaded is its own: it does not change what others get.
package.loaded.json = { encode = function() return "forged" end }
assert(require("json").encode({}) == "forged")
package.loaded.json = nil
assert(require("json").encode({}) ~= "forged")
package.loaded.string = nil
assert(("x"):upper() == "X")
