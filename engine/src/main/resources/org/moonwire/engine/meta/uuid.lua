---@meta uuid

---Ids of RFC 9562.
---@class uuid
local uuid = {}

---@class UuidParts
---@field version integer
---@field variant "RFC4122"|"NCS"|"Microsoft"|"Future"
---@field timestamp? number seconds since 1970; versions 1, 6, 7
---@field node? string 12 hex digits; versions 1, 6

---An id of the time and a random node.
---@return string
function uuid.v1() end

---The id of a name in a namespace, by MD5.
---@param namespace string
---@param name string
---@return string? id
---@return Error? err
function uuid.v3(namespace, name) end

---A random id.
---@return string
function uuid.v4() end

---The id of a name in a namespace, by SHA-1.
---@param namespace string
---@param name string
---@return string? id
---@return Error? err
function uuid.v5(namespace, name) end

---An id that begins with the time; each is greater than the one before.
---@return string
function uuid.v7() end

---@param x any
---@return boolean
function uuid.validate(x) end

---@param id string
---@return integer? version
---@return Error? err
function uuid.version(id) end

---@param id string
---@return string? variant
---@return Error? err
function uuid.variant(id) end

---@param id string
---@return UuidParts? parts
---@return Error? err
function uuid.parse(id) end

---@param id string
---@param form? "standard"|"simple"|"urn"
---@return string? text
---@return Error? err
function uuid.format(id, form) end

return uuid
