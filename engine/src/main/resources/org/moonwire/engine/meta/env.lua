---@meta env

---Variables that the host grants.
---@class env
local env = {}

---@param name string
---@return string? value
---@return Error? err NOT_FOUND if it is not granted or not set, PERMISSION_DENIED if the policy withholds it
function env.get(name) end

---@return table<string, string>
function env.get_all() end

---Always refused.
---@param name string
---@param value string
---@return nil
---@return Error err
function env.set(name, value) end

return env
