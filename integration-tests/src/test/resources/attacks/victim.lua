-- Connects, echoes what comes until the end, and tells how it went.
local websocket = require("websocket")
local client, err = websocket.connect(url, OPTIONS)
if err then
  assert(err:kind() == errors.INTERNAL and err:retryable(), tostring(err))
  local body = err:details().body or ""
  assert(#body <= 1024 and not (#body == 1024 and body:find("[^a]")), body)
  return { how = "refused", message = err:message() .. " body `" .. body .. "`" }
end
local how = {}
local ch = client:channel()
while true do
  local message, ok = ch:receive()
  if not ok then
    break
  end
  if #how < 10 then
    how[#how + 1] = #message.data > 20 and #message.data .. " bytes" or message.data
  end
  client:send(message.data, message.type == "text" and websocket.TEXT or websocket.BINARY)
end
local info = client:close_info()
local messages = #how > 0 and " after " .. table.concat(how, "|") or ""
local text = ("ends " .. info.code .. " " .. info.by .. messages):gsub(" $", "")
return { how = text, message = info.reason }
