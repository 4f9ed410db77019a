-- Changing a library changes it here and nowhere else; the test looks into another engine.
string.upper = function() return "evil" end
table.insert, math.floor, os.time, coroutine.create = nil, nil, nil, nil
string.new = 1
assert(("x"):upper() == "evil")
