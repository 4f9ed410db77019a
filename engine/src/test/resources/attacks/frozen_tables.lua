-- Module tables cannot be changed by any way there is.
for _, t in ipairs({ require("json"), require("time"), channel, errors }) do
  local key = next(t)
  for _, attack in ipairs({
    function() t.x = 1 end,
    function() t[key] = nil end,
    function() rawset(t, "x", 1) end,
    function() rawset(t, key, nil) end,
    function() rawset(t, 1, 1) end,
    function() table.insert(t, 1) end,
    function() table.insert(t, 1, 1) end,
    function() setmetatable(t, {}) end,
    function() t[1] = 1 table.remove(t) end,
  }) do
    assert(not pcall(attack))
  end
  pcall(table.sort, t)
  pcall(table.remove, t)
  pcall(table.remove, t, key)
  assert(t.x == nil and t[1] == nil and t[key] ~= nil)
  for k in next, t do assert(k ~= "x") end
end
