-- A bound object's metatable is locked, and its metamethods work on nothing else.
assert(type(getmetatable(list)) == "string")
assert(not pcall(setmetatable, list, {}))
assert(not pcall(rawset, list, 1, 1) and not pcall(rawget, list, 1) and not pcall(next, list))
assert(not pcall(rawlen, list))
