-- Fetches a token over HTTP, then subscribes to a feed with it:
--   token_feed.lua LOGIN_URL FEED_URL, with CLIENT_ID and CLIENT_SECRET in the environment
local env = require("env")
local http = require("http_client")
local json = require("json")
local websocket = require("websocket")

local login_url, feed_url = ...

local function token()
  local response, err = http.post(login_url, {
    form = { grant_type = "client_credentials", scope = "feed" },
    auth = { user = assert(env.get("CLIENT_ID")), pass = assert(env.get("CLIENT_SECRET")) },
    timeout = "10s",
  })
  if err then
    return nil, err
  elseif response.status_code ~= 200 then
    return nil, ("the login answered %d: %s"):format(response.status_code, response.body)
  end
  return json.decode(response.body).access_token
end

local bearer, err = token()
if not bearer then
  return nil, err
end
local client
client, err = websocket.connect(feed_url, {
  headers = { Authorization = "Bearer " .. bearer },
  dial_timeout = "5s",
})
if err then
  return nil, err
end

client:send(json.encode({ action = "subscribe", topic = "orders" }))
for message in client:messages() do
  local order = json.decode(message.data)
  print(("order %s: %s"):format(order.id, order.state))
end
print("the server closed: " .. client:close_info().code)
