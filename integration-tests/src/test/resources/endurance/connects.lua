for _ = 1, times do
  local client = assert(websocket.connect(url))
  assert(client:close())
end
