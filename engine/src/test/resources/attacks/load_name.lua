-- A chunk name may be anything.
for _, name in ipairs({ "", "=", "@", "\0", "=\255", ("x"):rep(1e5), "=" .. ("y"):rep(1e5), "a\nb" }) do
  local f = load("error('m')", name)
  assert(select(2, pcall(f)):find("m"))
  assert(load("x x", name) == nil)
end
