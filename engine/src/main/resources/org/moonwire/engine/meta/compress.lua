---@meta compress

---gzip, zlib and deflate.
---@class compress
local compress = { gzip = {}, zlib = {}, deflate = {} }

---@param data string
---@param options? {level?: integer} 0 to 9, default 6
---@return string? compressed
---@return Error? err
function compress.gzip.encode(data, options) end

---@param data string
---@param options? {max_size?: integer} bytes, default 128 MiB
---@return string? data
---@return Error? err
function compress.gzip.decode(data, options) end

---@param data string
---@param options? {level?: integer} 0 to 9, default 6
---@return string? compressed
---@return Error? err
function compress.zlib.encode(data, options) end

---@param data string
---@param options? {max_size?: integer} bytes, default 128 MiB
---@return string? data
---@return Error? err
function compress.zlib.decode(data, options) end

---@param data string
---@param options? {level?: integer} 0 to 9, default 6
---@return string? compressed
---@return Error? err
function compress.deflate.encode(data, options) end

---@param data string
---@param options? {max_size?: integer} bytes, default 128 MiB
---@return string? data
---@return Error? err
function compress.deflate.decode(data, options) end

return compress
