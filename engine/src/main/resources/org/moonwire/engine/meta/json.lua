---@meta json

---JSON between Lua values and text.
---@class json
---Written as `null` where `nil` could not stand; reading gives `nil`.
---@field null userdata
local json = {}

---Writes a value as JSON. Keys 1..n make an array, other keys an object, an empty table `[]`. Maps, collections and arrays of Java are
---written as what they are.
---@param value any
---@return string? text
---@return Error? err
function json.encode(value) end

---Reads the one JSON value that `text` is. `null` becomes `nil`.
---@param text string
---@return any value
---@return Error? err
function json.decode(text) end

---Has `t` written as array from now on, holes as `null`.
---@generic T: table
---@param t T
---@return T t
function json.array(t) end

---Has `t` written as object from now on, also when it is empty.
---@generic T: table
---@param t T
---@return T t
function json.object(t) end

return json
