-- A mode that asks for binary only gets nothing, a strange mode gets an error.
assert(load("return 1", "x", "b") == nil)
assert(load("return 1", "x", "") == nil)
assert(load("return 1", "x", "t")() == 1)
assert(not pcall(load, "return 1", "x", {}))
