-- One message for every connection of `kept`: how many came.
local count = 0
for _, client in ipairs(kept) do
  local message = client:channel():receive("60s")
  if message and message.data == "to all" then count = count + 1 end
end
return count
