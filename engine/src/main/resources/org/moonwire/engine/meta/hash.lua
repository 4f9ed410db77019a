---@meta hash

---Hashes and codes as lower-case hex, or as bytes with `raw = true`; checksums.
---@class hash
local hash = {}

---16 bytes, 32 hex digits.
---@param data string
---@param raw? boolean
---@return string
function hash.md5(data, raw) end

---The code of `data` under `secret` (RFC 2104): 16 bytes, 32 hex digits.
---@param data string
---@param secret string
---@param raw? boolean
---@return string
function hash.hmac_md5(data, secret, raw) end

---20 bytes, 40 hex digits.
---@param data string
---@param raw? boolean
---@return string
function hash.sha1(data, raw) end

---The code of `data` under `secret` (RFC 2104): 20 bytes, 40 hex digits.
---@param data string
---@param secret string
---@param raw? boolean
---@return string
function hash.hmac_sha1(data, secret, raw) end

---32 bytes, 64 hex digits.
---@param data string
---@param raw? boolean
---@return string
function hash.sha256(data, raw) end

---The code of `data` under `secret` (RFC 2104): 32 bytes, 64 hex digits.
---@param data string
---@param secret string
---@param raw? boolean
---@return string
function hash.hmac_sha256(data, secret, raw) end

---48 bytes, 96 hex digits.
---@param data string
---@param raw? boolean
---@return string
function hash.sha384(data, raw) end

---The code of `data` under `secret` (RFC 2104): 48 bytes, 96 hex digits.
---@param data string
---@param secret string
---@param raw? boolean
---@return string
function hash.hmac_sha384(data, secret, raw) end

---64 bytes, 128 hex digits.
---@param data string
---@param raw? boolean
---@return string
function hash.sha512(data, raw) end

---The code of `data` under `secret` (RFC 2104): 64 bytes, 128 hex digits.
---@param data string
---@param secret string
---@param raw? boolean
---@return string
function hash.hmac_sha512(data, secret, raw) end

---The checksum of zip, 0 to 4294967295.
---@param data string
---@return number
function hash.crc32(data) end

---FNV-1a with 32 bits, 0 to 4294967295.
---@param data string
---@return number
function hash.fnv32(data) end

---FNV-1a with 64 bits as 16 hex digits.
---@param data string
---@return string
function hash.fnv64(data) end

return hash
