-- Connects to the first argument; the second, if any, is the dial timeout.
local websocket = require("websocket")

local url, timeout = ...
local client, err = websocket.connect(url, { dial_timeout = timeout })
if err then
  print(err:kind(), err:retryable())
  return nil, err
end
