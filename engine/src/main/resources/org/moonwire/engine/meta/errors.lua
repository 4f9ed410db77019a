---@meta errors

---A structured error. As text it is its message; it concatenates with any value.
---@class Error: userdata
local Error = {}

---What happened.
---@return string
function Error:message() end

---One of the constants of `errors`, or any other text; `""` if unknown.
---@return string
function Error:kind() end

---Whether trying again may help; `nil` if unknown.
---@return boolean?
function Error:retryable() end

---A fresh copy of the facts about the error.
---@return table?
function Error:details() end

---The error with its contexts and the Lua stack of where it was made.
---@return string
function Error:stack() end

---@class ErrorFields
---@field message string
---@field kind? string
---@field retryable? boolean
---@field details? table

---@class ErrorStackFrame
---@field level integer
---@field source string
---@field line integer
---@field name string
---@field type string

---@class ErrorStack
---@field thread string
---@field frames ErrorStackFrame[]

---@class errors
---@field UNKNOWN string
---@field NOT_FOUND string
---@field ALREADY_EXISTS string
---@field INVALID string
---@field PERMISSION_DENIED string
---@field UNAVAILABLE string
---@field INTERNAL string
---@field CANCELED string
---@field CONFLICT string
---@field TIMEOUT string
---@field RATE_LIMITED string
errors = {}

---Makes an error from a message or from fields.
---@param message_or_fields string|ErrorFields
---@return Error
function errors.new(message_or_fields) end

---Passes an error on with what was being done; kind, retryable and details stay.
---@param err Error|string
---@param context string|Error
---@return Error
function errors.wrap(err, context) end

---Whether `value` is an error object of the given kind.
---@param value any
---@param kind string
---@return boolean
function errors.is(value, kind) end

---The Lua stack of where an error was made, innermost first.
---@param err any
---@return ErrorStack?
function errors.call_stack(err) end

return errors
