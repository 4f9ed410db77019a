-- The small language of all specs: describe(name, body), it(name, body), expect(value).
-- A spec file only registers its cases; the host asks for their names and runs one at a time.

spec = { cases = {} }

local path = {}

local function shown(value)
  if type(value) == "string" then
    return string.format("%q", value)
  end
  return tostring(value)
end

-- Fails at the line that called the expectation.
local function fail(message)
  error(message, 3)
end

function describe(name, body)
  path[#path + 1] = name
  body()
  path[#path] = nil
end

function it(name, body)
  local full = table.concat(path, ": ") .. ": " .. name
  spec.cases[#spec.cases + 1] = { name = full, body = body }
end

local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    return a == b or (a ~= a and b ~= b)
  end
  for k, v in pairs(a) do
    if not same(v, b[k]) then return false end
  end
  for k in pairs(b) do
    if a[k] == nil then return false end
  end
  return true
end

local expectation = {}
expectation.__index = expectation

function expectation:is(wanted)
  if not rawequal(self.value, wanted) and self.value ~= wanted then
    fail("expected " .. shown(wanted) .. ", got " .. shown(self.value))
  end
end

function expectation:is_not(other)
  if self.value == other then
    fail("expected anything but " .. shown(other))
  end
end

function expectation:equals(wanted)
  if not same(self.value, wanted) then
    fail("the tables differ: expected " .. shown(wanted) .. ", got " .. shown(self.value))
  end
end

function expectation:contains(part)
  if type(self.value) ~= "string" or not string.find(self.value, part, 1, true) then
    fail("expected a text with " .. shown(part) .. ", got " .. shown(self.value))
  end
end

function expectation:is_between(low, high)
  if type(self.value) ~= "number" or self.value < low or self.value > high then
    fail("expected a number from " .. low .. " to " .. high .. ", got " .. shown(self.value))
  end
end

-- The value is a function that must raise an error; its text, if given, must appear in it.
function expectation:raises(part)
  local ok, err = pcall(self.value)
  if ok then
    fail("expected an error" .. (part and " with " .. shown(part) or ""))
  end
  if part then
    expect(tostring(err)):contains(part)
  end
end

-- The value is a packed result that must be nil (or false) and an error object; whether trying again
-- may help is false unless the third argument says something else.
function expectation:fails_with(kind, part, retryable)
  local result = self.value
  if result[1] then
    fail("expected a failure, got " .. shown(result[1]))
  end
  local err = result[2]
  if type(err) ~= "userdata" then
    fail("expected an error object, got " .. shown(err))
  end
  expect(err:kind()):is(kind)
  expect(err:retryable()):is(retryable or false)
  if part then
    expect(err:message()):contains(part)
  end
end

function expect(value)
  return setmetatable({ value = value }, expectation)
end

-- All results of a call, with their number in n.
function packed(...)
  return { n = select("#", ...), ... }
end

function spec.count()
  return #spec.cases
end

function spec.name(i)
  return spec.cases[i].name
end

function spec.run(i)
  spec.cases[i].body()
end
