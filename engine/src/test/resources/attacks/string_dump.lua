-- There is no way to bytecode, so there is none to change it.
assert(string.dump == nil and ("").dump == nil)
