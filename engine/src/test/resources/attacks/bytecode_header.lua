-- A chunk that begins like bytecode is refused whatever follows.
for _, rest in ipairs({ "", "Lua", "LuaR", "LuaR\0\1\4\4\4\8\0", "LuaQ\0", ("\255"):rep(1000) }) do
  local f, message = load("\27" .. rest)
  assert(f == nil and message:find("binary chunk"), rest)
  f, message = load("\27" .. rest, "x", "b")
  assert(f == nil and message:find("binary chunk"), rest)
end
