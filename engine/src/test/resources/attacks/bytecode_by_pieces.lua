-- A reader function cannot smuggle bytecode in either.
local pieces = { "\27", "Lua", "R\0\1\4\4\4\8\0" }
local f, message = load(function() return table.remove(pieces, 1) end)
assert(f == nil and message:find("binary chunk"))
local g = load(function() return nil end, "x", "b")
assert(g == nil)
