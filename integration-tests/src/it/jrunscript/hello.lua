local who = ... or "world"
print("hello, " .. who)
