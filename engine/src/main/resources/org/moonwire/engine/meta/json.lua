---@meta json

---JSON between Lua values and text.
---@class json
---Written as `null` where `nil` could not stand; reading gives `nil`.
---@field null userdata
local json = {}

---Writes a value as JSON. Keys 1..n make an array, other keys an object, an empty table `[]`. Maps, collections and arrays of Java are
---written as what they are.
---@param value any
---@param options? {sort_keys?: boolean} names in the order of their bytes
---@return string? text
---@return Error? err
function json.encode(value, options) end

---As `encode`, on several lines for people to read.
---@param value any
---@param options? {indent?: integer, sort_keys?: boolean} 1 to 8 blanks, default 2
---@return string? text
---@return Error? err
function json.pretty(value, options) end

---Reads the one JSON value that `text` is. `null` becomes `nil`. `integers` says what whole numbers beyond 2^53 become: the nearest number
---(default), their text, or a value that prints, compares and encodes all digits.
---@param text string
---@param options? {integers?: "number"|"string"|"exact"}
---@return any value
---@return Error? err
function json.decode(text, options) end

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

---@class json.Problem
---@field path string a JSON pointer; `""` for the whole
---@field keyword string
---@field message string

---Checks a value by JSON Schema, draft 2020-12 or 7; `err:details().problems` is a list of `json.Problem`.
---@param schema table|string|boolean a table or JSON text
---@param value any what `json.encode` writes
---@param options? {schemas?: table<string, table|string>} further schemas by the addresses that `$ref` names
---@return boolean? valid nil if the schema is none
---@return Error? err
function json.validate(schema, value, options) end

---As `json.validate`, for a value as JSON text.
---@param schema table|string|boolean
---@param text string
---@param options? {schemas?: table<string, table|string>}
---@return boolean? valid nil if the schema or the text is none
---@return Error? err
function json.validate_string(schema, text, options) end

return json
