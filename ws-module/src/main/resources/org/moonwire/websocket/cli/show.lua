-- Values as Lua would write them, sorted, and no more of them than somebody reads.
local MAX_DEPTH, MAX_ENTRIES, MAX_VALUES, MAX_KEYS, MAX_TEXT, WIDTH = 4, 40, 200, 1000, 200, 76
local concat, sort = table.concat, table.sort
local find, format, gsub, rep, sub = string.find, string.format, string.gsub, string.rep, string.sub
local getmetatable, pairs, pcall, rawget = getmetatable, pairs, pcall, rawget
local select, tostring, type = select, tostring, type

local COLOURS = {
  boolean = "35", ["function"] = "36", ["nil"] = "90", number = "33", string = "32", table = "36",
  thread = "36", userdata = "36",
}
local KEYWORDS = {}
for word in string.gmatch([[and break do else elseif end false for function goto if in local nil not
  or repeat return then true until while]], "%a+") do
  KEYWORDS[word] = true
end

local ESCAPES = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\\"] = "\\\\", ['"'] = '\\"' }

local function escape(character)
  return ESCAPES[character] or format("\\%03d", string.byte(character))
end

-- A text that is cut ends where a character of UTF-8 does.
local function cut(text)
  if #text <= MAX_TEXT then
    return text, ""
  end
  local last = MAX_TEXT
  while last > MAX_TEXT - 4 and find(text, "^[\128-\191]", last + 1) do
    last = last - 1
  end
  return sub(text, 1, last), format("... (%d bytes)", #text)
end

local function plain(value)
  if type(value) == "string" then
    local text, rest = cut(value)
    return '"' .. gsub(text, '[%c\\"]', escape) .. '"' .. rest
  end
  local ok, text = pcall(tostring, value)
  if not ok then
    return "(" .. type(value) .. ")"
  end
  local shown, rest = cut(text)
  return gsub(shown, "%c", escape) .. rest
end

local RANKS = { number = 1, string = 2 }

local function before(a, b)
  local first, second = a[1], b[1]
  local rank, other = RANKS[type(first)] or 3, RANKS[type(second)] or 3
  if rank ~= other then
    return rank < other
  end
  if rank == 3 then
    return plain(first) < plain(second)
  end
  return first < second
end

-- The entries in their order, and how many there are, nil if there are too many to count.
local function entries(t)
  local found, count = {}, 0
  for key, value in pairs(t) do
    count = count + 1
    if count > MAX_KEYS then
      return found, nil
    end
    found[count] = { key, value }
  end
  sort(found, before)
  return found, count
end

local function hasText(t)
  local metatable = getmetatable(t)
  return type(metatable) == "table" and rawget(metatable, "__tostring") ~= nil
end

-- Returns a function that gives its arguments as text, with the colours of a terminal if wanted.
return function(coloured)
  local left, open

  local function paint(kind, text)
    return coloured and "\27[" .. COLOURS[kind] .. "m" .. text .. "\27[0m" or text
  end

  local function keyText(key)
    if type(key) == "string" and find(key, "^[%a_][%w_]*$") and not KEYWORDS[key] then
      return key .. " = "
    end
    return "[" .. plain(key) .. "] = "
  end

  local tableText

  -- The text and how wide it is without colours.
  local function text(value, indent)
    if type(value) == "table" and not hasText(value) then
      return tableText(value, indent)
    end
    local shown = plain(value)
    return paint(type(value), shown), #shown
  end

  local function members(t, indent)
    local found, count = entries(t)
    local parts, width = {}, 0
    for i = 1, #found do
      if i > MAX_ENTRIES or left <= 0 then
        parts[i] = count and format("... (%d more)", count - i + 1) or "... (more)"
        width = width + #parts[i]
        break
      end
      left = left - 1
      local key = found[i][1] == i and "" or keyText(found[i][1])
      local shown, wide = text(found[i][2], indent)
      parts[i] = key .. shown
      width = width + #key + wide + 2
    end
    return parts, width
  end

  function tableText(t, indent)
    if open[t] then
      return paint("table", "<cycle>"), 7
    end
    if #indent >= 2 * MAX_DEPTH then
      return paint("table", "{...}"), 5
    end
    open[t] = true
    local inner = indent .. "  "
    local ok, parts, width = pcall(members, t, inner)
    open[t] = nil
    if not ok then
      return paint("table", plain(t)), #plain(t)
    end
    if #parts == 0 then
      return "{}", 2
    end
    local line = concat(parts, ", ")
    if width + #indent <= WIDTH and not find(line, "\n", 1, true) then
      return "{ " .. line .. " }", width + 2
    end
    return "{\n" .. inner .. concat(parts, ",\n" .. inner) .. "\n" .. indent .. "}", WIDTH
  end

  return function(...)
    left, open = MAX_VALUES, {}
    local texts = {}
    for i = 1, select("#", ...) do
      local value = (select(i, ...))
      texts[i] = type(value) == "string" and value or (text(value, ""))
    end
    return concat(texts, "\t")
  end
end
