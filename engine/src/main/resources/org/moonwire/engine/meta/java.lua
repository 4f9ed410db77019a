---@meta java

---A Java class that the host grants: `C(...)` makes an object, `C.f(...)` calls a static method,
---`C.X` reads a static field. There only if the host grants something.
---@class JavaClass: userdata
---@operator call(...): userdata

---@class java
local java = {}

---A class that the host grants, by its full name; `$` before the name of a class inside another.
---An error if it is not granted, whether there is such a class or not.
---@param name string
---@return JavaClass
function java.type(name) end

---Whether the value is an object of the class, or of one that extends or implements it.
---@param value any
---@param class JavaClass
---@return boolean
function java.is(value, class) end

return java
