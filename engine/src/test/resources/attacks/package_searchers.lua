-- There are no searchers to add to, and adding some does nothing.
assert(package.searchers == nil and package.loaders == nil and package.searchpath == nil)
assert(package.path == nil or package.path == "")
package.path = "/etc/?;./?.lua"
package.searchers = nil
assert(not pcall(require, "passwd"))
assert(package.loadlib == nil or not package.loadlib("/lib/libc.so", "system"))
