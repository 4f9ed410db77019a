-- An environment of one's own holds, also for what is loaded and nested in it.
leak = "global"
local f = load("return function() return leak end", "x", "t", {})
assert(f()() == nil)
assert(load("return _ENV", "x", "t", nil)() == nil)
local g = load("leak = 'changed' return load", "x", "t", { load = load })
assert(g() == load and leak == "global")
assert(not pcall(load("return x", "x", "t", nil)))
