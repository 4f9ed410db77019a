-- Receives `messages` numbered messages more slowly than they are sent; returns how many came in order.
local ch = assert(websocket.connect(server:url("/flood?close=1000&count=" .. messages), {
  channel_capacity = capacity,
})):channel()
local count = 0
while true do
  local message, ok = ch:receive()
  if not ok then
    return count
  end
  count = count + 1
  if message.data ~= tostring(count) then
    error("message " .. count .. " is `" .. message.data .. "`")
  end
  if count % 5000 == 0 then
    require("time").sleep("1ms")
  end
end
