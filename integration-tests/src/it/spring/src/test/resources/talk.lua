local client = assert(require("websocket").connect(url))
client:send(text)
local message = client:channel():receive()
client:close()
return message.data
