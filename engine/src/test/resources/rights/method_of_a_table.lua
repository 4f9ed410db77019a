-- same bindings
Account = {} Account.__index = Account
function Account.new() return setmetatable({}, Account) end
function Account:may() return may() end
account = Account.new()
-- admin
assert(not account:may() and not Account.new():may())
