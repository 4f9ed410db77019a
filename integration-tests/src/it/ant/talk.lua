local websocket = require("websocket")

local client = assert(websocket.connect(project:getProperty("echo.url")))
client:send("from a build")
project:setProperty("answer", client:channel():receive().data)
client:close()
