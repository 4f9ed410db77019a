-- Only traceback is there, and it gives text.
for name in pairs(debug) do
  assert(name == "traceback", name)
end
assert(type(debug.traceback()) == "string")
assert(debug.traceback({}) ~= nil and type(debug.traceback(coroutine.create(print))) == "string")
assert(not debug.traceback():find("org%.") and not debug.traceback():find("%.java"))
