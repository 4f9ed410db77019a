---@meta websocket.loadtest

---Load tests: for JMeter, for `moonwire load`, and by hand. An operation that fails is a failed sample and ends the iteration.
---@class websocket.loadtest
local loadtest = {}

---@class loadtest.ConnectOptions
---@field name? string of the sample and of the connection; a user has one for each name; default `"connect"`
---@field connect? websocket.Options options of `websocket.connect`, without `stream`; default none

---@class loadtest.SendOptions
---@field name? string of the sample; default that of the operation
---@field type? 1|2 `websocket.TEXT` or `websocket.BINARY`; default text

---@class loadtest.ReceiveOptions
---@field name? string of the sample; default that of the operation
---@field timeout? string|Duration longest wait for the answer; default `"30s"`
---@field match? fun(message: websocket.Message): boolean messages for which it is false are passed over; default the next one is the answer
---@field check? fun(message: websocket.Message): boolean an answer for which it is false fails the sample; default none

---@class loadtest.RequestOptions: loadtest.SendOptions, loadtest.ReceiveOptions

---@class loadtest.Options what `moonwire load` is to do if its command line does not say
---@field vus? integer users at a time, 1 to 50000; default 1
---@field duration? string no iteration begins after it, such as `"30s"`; default none
---@field iterations? integer of all users together; default one each without a duration, any number with one
---@field ramp_up? string over which the users begin; default `"0s"`
---@field thresholds? string[]|table<string, string[]> such as `"echo p95 < 50ms"`; default none

---@class loadtest.Sample
---@field label string
---@field url string
---@field ok boolean
---@field code string `"200"`; `"101"` of a new connection; of a failure the HTTP status, the close code, `"CHECK"`, or the kind of the error
---@field message string
---@field elapsed number nanoseconds, as are `connect` and `latency`
---@field connect number for opening a connection
---@field latency number up to the first message, or to the answer of the handshake
---@field sent integer bytes of messages
---@field received integer bytes of messages
---@field messages_sent integer
---@field messages_received integer
---@field data? string of the answer

---@class loadtest.Session
local Session = {}

---Sends a message, as a sample `send`.
---@param data string
---@param options? loadtest.SendOptions
---@return true
function Session:send(data, options) end

---Waits for a message, as a sample `receive`.
---@param options? loadtest.ReceiveOptions
---@return websocket.Message
function Session:receive(options) end

---Sends a message and waits for the answer, as one sample `request`.
---@param data string
---@param options? loadtest.RequestOptions
---@return websocket.Message
function Session:request(data, options) end

---As `request`, as a sample `echo`; an answer that is not what was sent fails it.
---@param data string
---@param options? loadtest.RequestOptions
---@return websocket.Message
function Session:echo(data, options) end

---Closes the connection now, as a sample `close`; it is closed with 1000 anyway when the user ends.
---@param code? integer default 1000
---@param reason? string default none
---@return true
function Session:close(code, reason) end

---The user's connection of that name: the one there is, or a new one, as a sample `connect`, if there is none or it has ended.
---@param url string
---@param options? loadtest.ConnectOptions
---@return loadtest.Session
function loadtest.connect(url, options) end

---Counts whether something is as it should be, and returns that.
---@param name string
---@param ok any
---@return boolean
function loadtest.check(name, ok) end

---One round of a user. JMeter runs it at once, `moonwire load` again and again.
---@param work fun()
function loadtest.iteration(work) end

---What `moonwire load` is to do; ignored elsewhere.
---@param options loadtest.Options
function loadtest.options(options) end

---Has a function called with every sample.
---@param handle? fun(sample: loadtest.Sample)
function loadtest.on_sample(handle) end

---The number of this user, from 1.
---@return integer
function loadtest.user() end

---The number of this user's round, from 1.
---@return integer
function loadtest.round() end

---For hosts: the functions for one user, who is told of by `host`.
---@param host table
---@return websocket.loadtest
function loadtest.new(host) end

return loadtest
