-- A writer of JSON in Lua: types, formats, replacements, pairs.
local format = string.format

local function escape(s)
  return (s:gsub('[%c"\\]', function(c) return format("\\u%04x", c:byte()) end))
end

local function encode(v, out)
  local kind = type(v)
  if kind == "table" then
    if #v > 0 then
      out[#out + 1] = "["
      for i = 1, #v do
        if i > 1 then out[#out + 1] = "," end
        encode(v[i], out)
      end
      out[#out + 1] = "]"
    else
      out[#out + 1] = "{"
      local first = true
      for k, x in pairs(v) do
        if not first then out[#out + 1] = "," end
        first = false
        out[#out + 1] = '"' .. escape(k) .. '":'
        encode(x, out)
      end
      out[#out + 1] = "}"
    end
  elseif kind == "string" then
    out[#out + 1] = '"' .. escape(v) .. '"'
  else
    out[#out + 1] = tostring(v)
  end
end

local list = {}
for i = 1, 3000 do
  list[i] = {id = i, name = "user " .. i, tags = {"a", "b\n", "c"}, score = i * 1.5, ok = true}
end
for _ = 1, 5 do
  local out = {}
  encode(list, out)
  assert(#table.concat(out) > 100000)
end
