---@meta websocket.rpc

---Requests and answers over a connection: JSON-RPC 2.0.
---@class websocket.rpc
local rpc = {}

---Returns a result, or `nil` and what is wrong.
---@alias websocket.rpc.Handler fun(params: any): any, {code: integer, message: string}?

---@class websocket.rpc.Options
---@field timeout? DurationLike of a call; default `"30s"`
---@field envelope? "jsonrpc"|"plain" `"plain"` is without version; default `"jsonrpc"`
---@field handlers? table<string, websocket.rpc.Handler> what the server may call
---@field capacity? integer of notifications, 1 to 100000; default 256
---@field overflow? websocket.queue.Overflow default `"drop_oldest"`

---@class websocket.rpc.CallOptions
---@field timeout? DurationLike default the peer's
---@field session? string sent as `sessionId`

---@class websocket.rpc.Notification
---@field method string
---@field params any

---@class websocket.rpc.Peer
local Peer = {}

---Speaks over an open client, whose channel is the peer's alone from then on.
---@param client websocket.Client
---@param options? websocket.rpc.Options
---@return websocket.rpc.Peer
function rpc.new(client, options) end

---Sends a request and waits for its answer.
---@param method string
---@param params? any
---@param options? websocket.rpc.CallOptions
---@return any result
---@return Error? err with `code` and `data` in its details if the server refuses
function Peer:call(method, params, options) end

---Sends a request that nobody answers.
---@param method string
---@param params? any
---@param options? {session?: string}
---@return boolean ok
---@return Error? err
function Peer:notify(method, params, options) end

---Sends 1 to 1000 requests as one message.
---@param list [string, any][] a method and its params each
---@param options? {timeout?: DurationLike}
---@return table<integer, any>? results under their places
---@return table<integer, Error>|Error|nil errors under their places
function Peer:batch(list, options) end

---The next notification.
---@param timeout? DurationLike default for ever
---@return websocket.rpc.Notification? notification
---@return boolean ok
---@return "timeout"|nil why
function Peer:receive(timeout) end

---For `channel.select`.
---@return channel.Case
function Peer:case_receive() end

---How many notifications nobody took in time.
---@return integer
function Peer:dropped() end

---Ends peer and connection.
---@param code? integer default 1000
---@param reason? string
---@return boolean ok
---@return Error? err
function Peer:close(code, reason) end

return rpc
