local ch = client:channel()

while true do
    local msg, ok = ch:receive()
    if not ok then
        break  -- Conexao fechada
    end

    if msg.type == "text" then
        local data = json.decode(msg.data)
        handle_message(data)
    end
end
