-- lua-http: lua lua-http.lua URL TEXT WINDOW FLOOD WARMUP SECONDS PAYLOAD
local url, text, window, flood, warm_up, seconds, payload = ...
local socket = require("http.websocket").new_from_uri(url)
assert(socket:connect(10))
local now = require("cqueues").monotime
local kind = text == "true" and "text" or "binary"
window, flood = tonumber(window), tonumber(flood)

local function work(duration)
  local over, count = now() + duration, 0
  if flood > 0 then
    repeat
      assert(socket:send("go", "text"))
      for _ = 1, flood do
        assert(socket:receive())
      end
      count = count + flood
    until now() >= over
    return count
  end
  for _ = 1, window do
    assert(socket:send(payload, kind))
  end
  repeat
    assert(socket:receive())
    assert(socket:send(payload, kind))
    count = count + 1
  until now() >= over
  for _ = 1, window do
    assert(socket:receive())
  end
  return count
end

work(tonumber(warm_up))
local start, cpu = now(), os.clock()
local count = work(tonumber(seconds))
print(("RESULT %.3f %.0f"):format((os.clock() - cpu) * 1e6 / count, count / (now() - start)))
os.exit(0)
