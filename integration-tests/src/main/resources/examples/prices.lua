-- Subscribes to prices, prints them, and pings the server when the heartbeat fires.
local websocket = require("websocket")
local json = require("json")
local time = require("time")

local url = ...
local client, err = websocket.connect(url, { dial_timeout = "5s" })
if err then
  return nil, err
end
print("connected to " .. url)

client:send(json.encode({ action = "subscribe", symbols = { "BTC-USD", "ETH-USD" } }))

local ch = client:channel()
local heartbeat = time.after("1s")

while true do
  local r = channel.select {
    ch:case_receive(),
    heartbeat:case_receive(),
  }

  if r.channel == heartbeat then
    print("heartbeat: ping")
    client:ping()
    heartbeat = time.after("1s")
  elseif not r.ok then
    break
  else
    local price = json.decode(r.value.data)
    print(("%s  %.2f"):format(price.symbol, price.value))
  end
end

local info = client:close_info()
print(("the server closed: %d %s"):format(info.code, info.reason))
client:close()
