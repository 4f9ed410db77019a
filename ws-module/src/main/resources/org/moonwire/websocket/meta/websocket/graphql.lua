---@meta websocket.graphql

---GraphQL over WebSocket: graphql-transport-ws and the older graphql-ws.
---@class websocket.graphql
local graphql = {}

---@class websocket.graphql.Options
---@field payload? table of `connection_init`
---@field protocols? string[] default both
---@field timeout? DurationLike default `"30s"`
---@field connect? websocket.Options

---@class websocket.graphql.SubscribeOptions
---@field operation_name? string
---@field capacity? integer of results, 1 to 100000; default 256
---@field overflow? websocket.queue.Overflow default `"block"`

---@class websocket.graphql.QueryOptions
---@field operation_name? string
---@field timeout? DurationLike default the session's

---@class websocket.graphql.Result
---@field data? table
---@field errors? table[]

---@class websocket.graphql.Session
local Session = {}

---@class websocket.graphql.Subscription
local Subscription = {}

---Connects and waits until the server has said that the connection may be used.
---@param url string
---@param options? websocket.graphql.Options
---@return websocket.graphql.Session? session
---@return Error? err
function graphql.connect(url, options) end

---What a list of errors of GraphQL is as error object.
---@param list table
---@return Error
function graphql.error(list) end

---Starts an operation.
---@param query string
---@param variables? table<string, any>
---@param options? websocket.graphql.SubscribeOptions
---@return websocket.graphql.Subscription? operation
---@return Error? err
function Session:subscribe(query, variables, options) end

---The first result of an operation, for queries and mutations.
---@param query string
---@param variables? table<string, any>
---@param options? websocket.graphql.QueryOptions
---@return websocket.graphql.Result? result
---@return Error? err
function Session:query(query, variables, options) end

---Ends everything.
---@param code? integer default 1000
---@param reason? string
---@return boolean ok
---@return Error? err
function Session:close(code, reason) end

---The next result and `true`; at the end `nil, false, why`.
---@param timeout? DurationLike default for ever
---@return websocket.graphql.Result? result
---@return boolean ok
---@return "timeout"|Error|nil why
function Subscription:receive(timeout) end

---For `channel.select`.
---@return channel.Case
function Subscription:case_receive() end

---@return integer
function Subscription:dropped() end

---Ends the operation; what has come can still be received.
---@return true
function Subscription:stop() end

return graphql
