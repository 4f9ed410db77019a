-- Packets of MQTT as bytes, for websocket.mqtt.

local codec = {}

-- Properties of version 5 that messages have, and how all others are skipped (MQTT 5, section 2.2.2.2).
local NAMES = {
  [3] = "content_type", [8] = "response_topic", [9] = "correlation_data", [18] = "client_id", [19] = "keepalive",
  [31] = "reason", [33] = "receive_maximum",
}
local TEXT, SHORT, LONG, BYTE, VARIABLE = "text", "short", "long", "byte", "variable"
local TYPES = {
  [1] = BYTE, [2] = LONG, [3] = TEXT, [8] = TEXT, [9] = TEXT, [11] = VARIABLE, [17] = LONG, [18] = TEXT, [19] = SHORT,
  [21] = TEXT, [22] = TEXT, [23] = BYTE, [24] = LONG, [25] = BYTE, [26] = TEXT, [28] = TEXT, [31] = TEXT, [33] = SHORT,
  [34] = SHORT, [35] = SHORT, [36] = BYTE, [37] = BYTE, [39] = LONG, [40] = BYTE, [41] = BYTE, [42] = BYTE,
}

function codec.failure(message, kind, retryable, details)
  return errors.new { message = message, kind = kind, retryable = retryable, details = details }
end

function codec.short(n)
  return string.char(math.floor(n / 256), n % 256)
end

function codec.text(s)
  if #s > 65535 then
    error("a text of MQTT has at most 65535 bytes", 0)
  end
  return codec.short(#s) .. s
end

local function variable(n)
  local bytes = {}
  repeat
    local byte = n % 128
    n = math.floor(n / 128)
    bytes[#bytes + 1] = string.char(n > 0 and byte + 128 or byte)
  until n == 0
  return table.concat(bytes)
end

function codec.packet(kind, flags, body)
  return string.char(kind * 16 + flags) .. variable(#body) .. body
end

-- Reads a packet from its beginning to its end.
local Reader = {}
Reader.__index = Reader

function codec.reader(bytes)
  return setmetatable({ bytes = bytes, at = 1 }, Reader)
end

function Reader:take(count)
  if self.at + count > #self.bytes + 1 then
    error(codec.failure("a packet ends too early", errors.INVALID, false), 0)
  end
  self.at = self.at + count
  return self.bytes:sub(self.at - count, self.at - 1)
end

function Reader:byte()
  return self:take(1):byte()
end

function Reader:short()
  local high, low = self:take(2):byte(1, 2)
  return high * 256 + low
end

function Reader:text()
  return self:take(self:short())
end

function Reader:variable()
  local value, factor = 0, 1
  for _ = 1, 4 do
    local byte = self:byte()
    value = value + byte % 128 * factor
    if byte < 128 then
      return value
    end
    factor = factor * 128
  end
  error(codec.failure("a length of more than four bytes", errors.INVALID, false), 0)
end

function Reader:rest()
  return self:take(#self.bytes + 1 - self.at)
end

function Reader:properties()
  local found, stop = {}, nil
  local length = self:variable()
  stop = self.at + length
  while self.at < stop do
    local id = self:variable()
    if id == 38 then
      found.user = found.user or {}
      found.user[#found.user + 1] = { self:text(), self:text() }
    else
      local kind, value = TYPES[id], nil
      if kind == TEXT then value = self:text()
      elseif kind == SHORT then value = self:short()
      elseif kind == LONG then value = self:take(4)
      elseif kind == BYTE then value = self:byte()
      elseif kind == VARIABLE then value = self:variable()
      else error(codec.failure("an unknown property `" .. id .. "`", errors.INVALID, false), 0) end
      if NAMES[id] then found[NAMES[id]] = value end
    end
  end
  return found
end

return codec
