---@meta struct

---Values as bytes, by the formats of Lua 5.4's `string.pack`. Whole numbers beyond 2^53 are decimal text.
---@class struct
local struct = {}

---@param format string
---@param ... string|number
---@return string
function struct.pack(format, ...) end

---The values, and the position after them.
---@param format string
---@param data string
---@param at? integer default 1
---@return any ...
function struct.unpack(format, data, at) end

---@param format string without `s` and `z`
---@return integer bytes
function struct.size(format) end

return struct
