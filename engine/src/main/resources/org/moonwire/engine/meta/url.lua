---@meta url

---Addresses and queries of RFC 3986.
---@class url
local url = { query = {} }

---@class UrlParts
---@field scheme? string
---@field userinfo? string
---@field host? string
---@field port? integer
---@field path? string
---@field query? string|table
---@field fragment? string

---All but letters, digits and `-._~` as `%XX`.
---@param text string
---@return string
function url.encode(text) end

---`+` is not a blank.
---@param text string
---@return string? data
---@return Error? err
function url.decode(text) end

---@param text string
---@return UrlParts? parts
---@return Error? err
function url.parse(text) end

---@param parts UrlParts
---@return string? text
---@return Error? err
function url.build(parts) end

---Names in the order of their bytes; a list of pairs in its own.
---@param values table<string, string|number|boolean|(string|number|boolean)[]>|{[1]: string, [2]: string|number|boolean}[]
---@return string? text
---@return Error? err
function url.query.encode(values) end

---A name that comes several times has the list of its values.
---@param text string
---@return table<string, string|string[]>? values
---@return Error? err
function url.query.decode(text) end

return url
