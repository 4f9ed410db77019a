-- same bindings
package.preload.mine = function() return { ask = function() return may() end } end
package.loaded.other = { ask = function() return may() end }
-- admin
assert(not require("mine").ask() and not require("other").ask())
