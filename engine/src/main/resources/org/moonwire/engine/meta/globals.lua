---@meta

-- What scripts have beyond the globals of Lua 5.2. Modules that are globals too are opened at their first use.

---Starts a task that runs `f`, and returns its coroutine. It runs up to its first wait before the spawner goes on.
---@param f fun(...: any)
---@param ... any given to `f`
---@return thread
function coroutine.spawn(f, ...) end

---An empty table with room for so many items and other entries.
---@param array? integer 0 to 16777216, default 0
---@param hash? integer 0 to 16777216, default 0
---@return table
function table.create(array, hash) end

---Refuses every change of `t` from now on; what is in it may still change.
---@generic T: table
---@param t T
---@return T t
function table.freeze(t) end

---@param t table
---@return boolean frozen
function table.isfrozen(t) end

---The greatest number among the keys, 0 without one (Lua 5.1).
---@param t table
---@return number
function table.maxn(t) end

---@return "moonwire"
function os.platform() end

---As `load` with a text (Lua 5.1).
---@param text string
---@param name? string
---@return function? chunk
---@return string? message
function loadstring(text, name) end

---Makes a module of that name the globals of the chunk (Lua 5.1).
---@param name string
---@param ... fun(module: table) such as `package.seeall`
---@return table module
function module(name, ...) end

---As `table.unpack` (Lua 5.1).
---@param list table
---@param first? integer
---@param last? integer
---@return any ...
function unpack(list, first, last) end

---Gives a module the globals (Lua 5.1).
---@param module table
function package.seeall(module) end

---As `package.searchers` (Lua 5.1); where the host grants `package`.
---@type function[]
package.loaders = nil

---@type time
time = nil

---@type json
json = nil

---@type security
security = nil

---@type websocket
websocket = nil
