---@meta websocket

---WebSocket client. Timeouts given as numbers are milliseconds.
---@class websocket
---@field TEXT 1 type of a text message, for `send`
---@field BINARY 2 type of a binary message, for `send`
---@field TYPE_TEXT "text"
---@field TYPE_BINARY "binary"
---@field TYPE_PING "ping"
---@field TYPE_PONG "pong"
---@field TYPE_CLOSE "close"
---@field COMPRESSION websocket.CompressionModes
---@field CLOSE_CODES websocket.CloseCodes
local websocket = {}

---@class websocket.CompressionModes
---@field DISABLED 0
---@field CONTEXT_TAKEOVER 1
---@field NO_CONTEXT 2

---@class websocket.CloseCodes
---@field NORMAL 1000
---@field GOING_AWAY 1001
---@field PROTOCOL_ERROR 1002
---@field UNSUPPORTED_DATA 1003
---@field RESERVED 1004
---@field NO_STATUS 1005
---@field ABNORMAL_CLOSURE 1006
---@field INVALID_PAYLOAD 1007
---@field POLICY_VIOLATION 1008
---@field MESSAGE_TOO_BIG 1009
---@field MANDATORY_EXTENSION 1010
---@field INTERNAL_ERROR 1011
---@field SERVICE_RESTART 1012
---@field TRY_AGAIN_LATER 1013
---@field BAD_GATEWAY 1014
---@field TLS_HANDSHAKE 1015

---Milliseconds, a text such as `"1m30s"`, or a Duration; 0 is no timeout.
---@alias websocket.Timeout number|string|Duration

---@class websocket.Options
---@field headers? table<string, string|number|(string|number)[]> request headers: name to string, number, or list of them; default none
---@field protocols? string[] subprotocols, the preferred one first; default none
---@field require_protocol? boolean `true`: a server that picks none of `protocols` is refused; default `false`
---@field dial_timeout? websocket.Timeout for name, proxy, TCP, TLS and handshake together; default `"30s"`
---@field read_timeout? websocket.Timeout longest wait for the next message; pings do not count; default none
---@field write_timeout? websocket.Timeout longest time for one frame to be written; default none
---@field close_timeout? websocket.Timeout longest wait for the peer's part in a close; more than 0; default `"5s"`
---@field compression? 0|1|2|"disabled"|"context_takeover"|"no_context_takeover" one of `websocket.COMPRESSION`, as number or text; default `DISABLED`
---@field compression_threshold? integer shorter messages go uncompressed; bytes, 0 to 104857600; default 128, or 512 without context
---@field read_limit? integer longest message in bytes, 0 to 134217728; 0 is the default; default 16777216
---@field channel_capacity? integer how many messages wait for the script, 1 to 10000; default 32
---@field stream? boolean `true`: the `data` of a message is a channel of its pieces, and `read_limit` that of a piece; default `false`
---@field keepalive? websocket.Keepalive `{interval = "30s", timeout = "10s"}`: pings by itself; no pong in time ends the connection; default off
---@field control_frames? boolean `true`: pings, pongs and the close arrive on the channel, too; default `false`
---@field tls? websocket.Tls `{ca, cert, key, key_password, server_name, insecure, min_version, ciphers}`: PEM text; `insecure` must be granted; with a policy, `ca` and `server_name` need `websocket.connect.trust`; default the host's
---@field proxy? string `"http://user:password@host:port"`, or with `https://`, `socks5://`, `socks5h://`; default the host's
---@field connect_to? string `"host:port"`, dialled in place of the URL's; a policy is asked about it; default none
---@field follow? integer how many redirects are followed, 0 to 20; a policy is asked about each; default 0
---@field cookies? boolean|websocket.CookieJar `true`: cookies are kept for the engine; or a `websocket.cookie_jar()`; default `false`

---@class websocket.Keepalive
---@field interval? websocket.Timeout the pause between pings, 10 ms or more; default `"30s"`
---@field timeout? websocket.Timeout longest wait for a pong, then the connection ends; default `"10s"`

---@class websocket.Tls
---@field ca? string PEM: whom to trust in place of the usual; a policy must allow it; default none
---@field cert? string PEM: our certificate; default none
---@field key? string PEM: the key to it; default none
---@field key_password? string if the key is encrypted; default none
---@field server_name? string asked for and looked for in the certificate in place of the URL's host; a policy must allow it; default none
---@field insecure? boolean whoever answers is trusted; must be granted; default `false`
---@field min_version? "1.2"|"1.3" the lowest version of TLS; default the host's
---@field ciphers? string[] the only cipher suites, by their IANA names, the preferred one first; default the host's

---@class websocket.Message
---@field type "text"|"binary"|"ping"|"pong"|"close"
---@field data string|Channel the exact bytes; the reason of a close; with `stream` the channel of a message's pieces, strings
---@field code? integer of a close

---@class websocket.CloseInfo
---@field code integer 1005 if the close frame had no code, 1006 if there was no close frame
---@field reason string
---@field clean boolean whether close frames went both ways
---@field by "local"|"peer"|"error"
---@field cause? Error what happened, if no close frame of the peer came

---@class websocket.Certificate
---@field subject string as in RFC 2253
---@field issuer string
---@field not_before Time
---@field not_after Time
---@field serial string hexadecimal
---@field sha256 string the fingerprint, 64 hexadecimal digits
---@field dns_names string[]

---@class websocket.Connection
---@field url string the one that was dialled last
---@field local_address? string
---@field local_port? integer
---@field remote_address? string the proxy's if there is one
---@field remote_port? integer
---@field proxy? string without user and password
---@field subprotocol? string
---@field extensions? string as the server agreed to them
---@field compression? "context_takeover"|"no_context_takeover"
---@field tls_version? "1.2"|"1.3"
---@field cipher? string
---@field server_name? string what the certificate was asked for
---@field certificates? websocket.Certificate[] the server's first

---@class websocket.Cookie
---@field name string
---@field value string
---@field domain string
---@field host_only boolean whether hosts below the domain do not get it
---@field path string
---@field secure boolean
---@field http_only boolean
---@field expires? Time

---@class websocket.CookieJar: userdata
local CookieJar = {}

---What is kept.
---@return websocket.Cookie[] cookies
function CookieJar:cookies() end

---Forgets all.
---@return boolean ok
function CookieJar:clear() end

---@class websocket.Client: userdata
local Client = {}

---Opens a connection.
---@param url string `ws://` or `wss://`
---@param options? websocket.Options
---@return websocket.Client? client
---@return Error? err
function websocket.connect(url, options) end

---Makes an empty jar for the option `cookies`.
---@return websocket.CookieJar jar
function websocket.cookie_jar() end

---Sends a message; returns when it is written.
---@param data string
---@param type? 1|2 `websocket.TEXT` (default) or `websocket.BINARY`
---@return boolean ok
---@return Error? err
function Client:send(data, type) end

---Begins a message that is sent piece by piece. Until it is closed no other message can be sent.
---@param options? { type: 1|2|"text"|"binary" }|1|2 default `websocket.TEXT`
---@return websocket.SendStream? stream
---@return Error? err
function Client:send_stream(options) end

---A message that is being sent. One that nobody has any more before its end ends the connection.
---@class websocket.SendStream: userdata
local SendStream = {}

---Sends the next bytes; returns when they are written.
---@param piece string
---@return boolean ok
---@return Error? err
function SendStream:write(piece) end

---Ends the message.
---@return boolean ok
---@return Error? err
function SendStream:close() end

---Sends a ping; returns when it is written, or with `wait` when its pong is there.
---@param data? string at most 125 bytes
---@param options? { wait: websocket.Timeout }
---@return boolean ok
---@return Duration|Error? latency_or_err with `wait` the time the pong took
function Client:ping(data, options) end

---Iterates over the messages up to the end of the connection: `for message in client:messages() do`.
---@return fun(channel: Channel): websocket.Message?
---@return Channel channel
function Client:messages() end

---The server's answer to the handshake.
---@return { status: integer, headers: table<string, string[]> } response names in lower case
function Client:response() end

---@class websocket.Stats
---@field messages_in integer
---@field bytes_in integer
---@field wire_bytes_in integer as they were on the wire, compressed perhaps
---@field messages_out integer
---@field bytes_out integer
---@field wire_bytes_out integer
---@field last_round_trip? Duration of the latest answered ping

---What went through so far.
---@return websocket.Stats stats
function Client:stats() end

---The channel of received messages, always the same one. It ends with the connection.
---@return Channel channel
function Client:channel() end

---The same as `channel`.
---@return Channel channel
function Client:receive() end

---Closes the connection and waits for the server's answer, at most a few seconds.
---@param code? integer 1000 to 4999, default 1000
---@param reason? string at most 123 bytes, longer ones are cut
---@return boolean ok
---@return Error? err
function Client:close(code, reason) end

---What the connection was made of; the fields about TLS are nil without it.
---@return websocket.Connection connection
function Client:connection() end

---The subprotocol the server picked.
---@return string? name
function Client:protocol() end

---How the connection ended; nil while it is open.
---@return websocket.CloseInfo? info
function Client:close_info() end

return websocket
