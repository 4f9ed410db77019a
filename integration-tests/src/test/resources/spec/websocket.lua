-- What the specs of the module websocket share, loaded between the prelude and the spec. The host
-- binds `server`, the server of the case, and `runner`, see SpecRunner.

function connect(path, options)
  local client, err = require("websocket").connect(server:url(path), options)
  if err then
    error("connect failed: " .. err:message(), 2)
  end
  return client
end

-- The data of all messages up to the end of the connection.
function drain(ch)
  local all = {}
  while true do
    local message, ok = ch:receive()
    if not ok then
      return all
    end
    all[#all + 1] = message.data
  end
end
