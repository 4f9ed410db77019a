---@meta security

---@class Actor: userdata
local Actor = {}

---@return string
function Actor:id() end
---@return table meta a fresh copy
function Actor:meta() end

---@alias Decision "allow"|"deny"|"undefined"

---@class Policy: userdata
local Policy = {}

---@return string
function Policy:id() end
---@param actor Actor
---@param action string
---@param resource string
---@param meta? table
---@return Decision
function Policy:evaluate(actor, action, resource, meta) end

---@alias PolicyId Policy|string|{ns: string, name: string}

---@class Scope: userdata
local Scope = {}

---@param policy Policy
---@return Scope
function Scope:with(policy) end
---@param policy PolicyId
---@return Scope
function Scope:without(policy) end
---@param actor Actor
---@param action string
---@param resource string
---@param meta? table
---@return Decision
function Scope:evaluate(actor, action, resource, meta) end
---@param policy PolicyId
---@return boolean
function Scope:contains(policy) end
---@return Policy[]
function Scope:policies() end

---@class TokenStore: userdata
local TokenStore = {}

---@param actor Actor
---@param scope Scope
---@param options? {expiration?: string|integer, meta?: table} a Go duration or milliseconds
---@return string? token
---@return Error? err
function TokenStore:create(actor, scope, options) end
---@param token string
---@return Actor? actor
---@return Scope? scope
---@return Error? err
function TokenStore:validate(token) end
---@param token string
---@return true? ok
---@return Error? err
function TokenStore:revoke(token) end
---@return true
function TokenStore:close() end

---@class security
local security = {}

---@return Actor?
function security.actor() end
---@return Scope?
function security.scope() end
---Whether this program may do that; false without an actor or a scope.
---@param action string
---@param resource string
---@param meta? table
---@return boolean
function security.can(action, resource, meta) end
---@param id string
---@return Policy?
---@return Error? err
function security.policy(id) end
---@param id string
---@return Scope?
---@return Error? err
function security.named_scope(id) end
---@param policies? Policy[]
---@return Scope
function security.new_scope(policies) end
---@param id string
---@param meta? table
---@return Actor
function security.new_actor(id, meta) end

---A store that the host has given.
---@param id string
---@return TokenStore? store
---@return Error? err
function security.token_store(id) end

---@class security.Runner
local Runner = {}

---Calls f for the actor and the scope of the runner, with what both they and the caller may do.
---@param f function
---@param ... any
---@return any ...
function Runner:call(f, ...) end

---@param actor Actor
---@param scope? Scope the caller's by default
---@return security.Runner runner
function security.with_actor(actor, scope) end

return security
