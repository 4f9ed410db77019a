-- Objects and closures: two million method calls, a million functions made and called.
local Account = {}
Account.__index = Account
function Account.new(v) return setmetatable({v = v}, Account) end
function Account:add(n)
  self.v = self.v + n
  return self
end
function Account:get() return self.v end

local o = Account.new(0)
for i = 1, 2000000 do o:add(i % 7) end
assert(o:get() > 0)

local function adder(i)
  return function(x) return x + i end
end
local s = 0
for i = 1, 1000000 do s = adder(i % 10)(s) % 1000 end
