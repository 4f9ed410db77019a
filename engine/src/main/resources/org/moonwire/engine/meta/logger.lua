---@meta logger

---Tells the host's log what a script does.
---@class Logger
local logger = {}

---@param message string
---@param fields? table<string, any> at most 50
function logger:debug(message, fields) end

---@param message string
---@param fields? table<string, any>
function logger:info(message, fields) end

---@param message string
---@param fields? table<string, any>
function logger:warn(message, fields) end

---@param message string
---@param fields? table<string, any>
function logger:error(message, fields) end

---A logger that adds these fields to all that it logs.
---@param fields table<string, any>
---@return Logger
function logger:with(fields) end

---A logger with a name, joined to this one's by a dot.
---@param name string
---@return Logger
function logger:named(name) end

return logger
