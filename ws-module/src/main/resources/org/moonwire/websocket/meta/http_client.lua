---@meta http_client

---Requests of HTTP/1.1. A timeout given as a number is in seconds.
---@class http_client
local http_client = {}

---@alias http_client.Values table<string, string|number|boolean|(string|number|boolean)[]>|[string, string|number|boolean][]

---@class http_client.File
---@field name string the field's
---@field content string the bytes
---@field filename? string default none
---@field content_type? string default `application/octet-stream`

---@class http_client.Options
---@field headers? table<string, string|number|(string|number)[]> name to string, number, or list of them
---@field query? http_client.Values added to that of the URL
---@field body? string
---@field form? http_client.Values sent as `application/x-www-form-urlencoded`
---@field files? http_client.File[] sent with `form` as `multipart/form-data`
---@field cookies? true|table<string, string|number>|websocket.CookieJar names and values, or where cookies are kept
---@field auth? {user: string, pass: string} Basic
---@field timeout? number|string|Duration seconds, a text, or a Duration, for all of it; default 30 s
---@field max_response_body? integer bytes after decompression, 1 to 134217728; default 10485760
---@field tls? websocket.Tls default the host's
---@field proxy? string `"http://user:password@host:port"`, or with `https://`, `socks5://`, `socks5h://`; default the host's
---@field follow? integer how many redirects are followed, 0 to 10; default 10 for GET and HEAD, else 0
---@field stream? boolean `true`: the body is a channel of its pieces; default `false`

---@class http_client.Response
---@field status_code integer
---@field headers table<string, string> by lower-case name, the first value of each
---@field all_headers table<string, string[]> by lower-case name, all values
---@field body string|Channel the bytes; with `stream` a channel of pieces
---@field url string the one that answered

---@param url string
---@param options? http_client.Options
---@return http_client.Response?
---@return Error? err
function http_client.get(url, options) end

---@param url string
---@param options? http_client.Options
---@return http_client.Response?
---@return Error? err
function http_client.post(url, options) end

---@param url string
---@param options? http_client.Options
---@return http_client.Response?
---@return Error? err
function http_client.put(url, options) end

---@param url string
---@param options? http_client.Options
---@return http_client.Response?
---@return Error? err
function http_client.patch(url, options) end

---@param url string
---@param options? http_client.Options
---@return http_client.Response?
---@return Error? err
function http_client.delete(url, options) end

---@param url string
---@param options? http_client.Options
---@return http_client.Response?
---@return Error? err
function http_client.head(url, options) end

---@param method string any but CONNECT and TRACE
---@param url string
---@param options? http_client.Options
---@return http_client.Response?
---@return Error? err
function http_client.request(method, url, options) end

---Makes several requests; the results stand under the places of their requests.
---@param list {method: string, url: string, options?: http_client.Options}[] or `{method, url, options}` each; 1000 at most
---@param options? {concurrency?: integer} 1 to 100, default 10
---@return table<integer, http_client.Response> responses
---@return table<integer, Error>? errors
function http_client.request_batch(list, options) end

return http_client
