-- All that a fresh script can find, as text; the same in every realm.
local lines = {}
local seen = {[_G] = "_G"}
local function describe(path, t)
  local names = {}
  for k, v in pairs(t) do
    names[#names + 1] = tostring(k) .. " " .. type(v)
    if type(v) == "table" and not seen[v] then
      seen[v] = path .. tostring(k)
      describe(path .. tostring(k) .. ".", v)
    elseif type(v) == "table" then
      names[#names] = names[#names] .. " " .. seen[v]
    end
  end
  table.sort(names)
  lines[#lines + 1] = path .. " " .. #t .. " " .. type(getmetatable(t)) .. ": " .. table.concat(names, ", ")
end
describe("", _G)
lines[#lines + 1] = tostring(math.pi) .. ("x"):upper() .. _VERSION
lines[#lines + 1] = tostring(string.foo) .. tostring(collectgarbage("isrunning"))
lines[#lines + 1] = tostring(package.loaded.string == string) .. tostring(package.loaded._G == _G)
lines[#lines + 1] = tostring(undefined)
return table.concat(lines, "\n")
