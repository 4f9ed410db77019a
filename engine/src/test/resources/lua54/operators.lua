-- Prints what each operator and function does with each of some operands, one line for an operator
-- and its first operand:
--   lua5.4 operators.lua > operators.tsv
-- The operator, the operand, and for each second operand the result, separated by tabs. Numbers are
-- shown by subtype: integers as they are, floats as %a; an error by its message.

local operands = {
  "0", "1", "-1", "3", "-7", "2147483647", "-2147483648", "4294967296", "9007199254740993",
  "math.maxinteger", "math.mininteger", "0.0", "-0.0", "0.5", "-2.5", "3.0", "2^31", "2^53", "2^63",
  "-2^63", "1e100", "1/0", "-1/0", "0/0", "5e-324", "'10'", "' 0x1p4 '", "'abc'", "nil",
}
local binary = {
  "+", "-", "*", "/", "//", "%", "^", "&", "|", "~", "<<", ">>", "==", "<", "<=", "..",
}
local functions = {
  "-%s", "~%s", "not %s", "#%s", "tostring(%s)", "tonumber(%s)", "math.type(%s)",
  "math.tointeger(%s)", "math.floor(%s)", "math.ceil(%s)", "math.abs(%s)", "math.modf(%s)",
  "math.sqrt(%s)", "({[%s] = 1})[%s]", "next({[%s] = 1})",
}

local function show(ok, v, ...)
  local text
  if not ok then
    text = "!" .. tostring(v):gsub("^[^:]*:%d+: ", "")
  elseif math.type(v) == "float" then
    text = v ~= v and "nan" or ("%a"):format(v)
  elseif type(v) == "string" then
    text = '"' .. v .. '"'
  else
    text = tostring(v)
  end
  return select("#", ...) == 0 and text or text .. " " .. show(ok, ...)
end

local function result(source)
  local f, message = load(source, "=e")
  if not f then
    return "!" .. message
  end
  return show(pcall(f))
end

for _, operator in ipairs(binary) do
  for _, a in ipairs(operands) do
    local row = {operator, a}
    for _, b in ipairs(operands) do
      local direct = result(("return (%s) %s (%s)"):format(a, operator, b))
      local computed = result(("local a, b = %s, %s return a %s b"):format(a, b, operator))
      direct = direct:gsub(" %(constant '.-'%)", "")
      computed = computed:gsub(" %(local '.'%)", "")
      row[#row + 1] = direct == computed and direct or direct .. " or " .. computed
    end
    print(table.concat(row, "\t"))
  end
end
for _, f in ipairs(functions) do
  local row = {f, ""}
  for _, a in ipairs(operands) do
    row[#row + 1] = result("return " .. f:gsub("%%s", function() return "(" .. a .. ")" end))
  end
  print(table.concat(row, "\t"))
end
