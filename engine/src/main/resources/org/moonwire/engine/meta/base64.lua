---@meta base64

---Base64 of RFC 4648.
---@class base64
local base64 = {}

---@class Base64Options
---@field url? boolean the alphabet with `-` and `_`; default false
---@field padding? boolean `=` at the end; default true

---Returns `data` as text.
---@param data string
---@param options? Base64Options
---@return string? text
---@return Error? err
function base64.encode(data, options) end

---Returns the bytes of `text`, in either alphabet, with padding or without.
---@param text string
---@return string? data
---@return Error? err INVALID if `text` is no base64
function base64.decode(text) end

return base64
