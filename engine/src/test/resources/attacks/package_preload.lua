-- preload runs with no more rights than the script.
package.preload.evil = function(...) return { ..., io, os.execute, debug.getinfo } end
local found = require("evil")
assert(found[1] == "evil" and #found == 1)
package.preload.text = "not a function"
assert(not pcall(require, "text"))
package.loaded, package.preload = nil, 1
assert(not pcall(require, "other"))
package = nil
assert(not pcall(require, "more"))
