-- A private feed whose login is signed, kept up when connections are lost:
--   private_feed.lua FEED_URL COUNT, with API_KEY and API_SECRET in the environment
local env = require("env")
local hash = require("hash")
local json = require("json")
local reconnect = require("websocket.reconnect")
local time = require("time")

local feed_url, count = ...
count = tonumber(count)
local key, secret = assert(env.get("API_KEY")), assert(env.get("API_SECRET"))

-- A signature holds for its moment only, so that each connection needs one of its own.
local function login(client)
  local timestamp = ("%d"):format(time.now():unix())
  client:send(json.encode({
    op = "login",
    key = key,
    timestamp = timestamp,
    signature = hash.hmac_sha256(timestamp .. "GET/feed", secret),
  }))
  local reply = client:channel():receive("5s")
  if not reply or not json.decode(reply.data).ok then
    return nil, "the login was refused"
  end
  return client:send(json.encode({ op = "subscribe", channel = "fills" }))
end

local feed = reconnect.new(feed_url, { on_open = login, min_delay = "100ms", attempts = 5 })
while count > 0 do
  local event, _, err = feed:receive("30s")
  if not event then
    return nil, err
  elseif event.type == "open" then
    print("connection " .. event.attempt)
  else
    local fill = json.decode(event.data)
    print(("fill %d: %s at %s"):format(fill.seq, fill.size, fill.price))
    count = count - 1
  end
end
feed:close()
