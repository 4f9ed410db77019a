-- Writes scripts.tsv anew: what PUC Lua 5.2 prints for each of its scripts.
--   lua5.2 record.lua scripts.tsv > new.tsv
-- One script per line, run as script.lua in a state of its own: the script, a tab, its standard
-- output with backslashes, line ends, tabs and bytes that are not ASCII escaped. Lines that begin
-- with # are comments.

local NAME = "script.lua"

local function escaped(s)
  return (s:gsub("[\\%c\128-\255]", function(c)
    return c == "\\" and "\\\\" or c == "\n" and "\\n" or c == "\t" and "\\t" or ("\\x%02x"):format(c:byte())
  end))
end

for line in io.lines((...)) do
  if line:find("^#") or line == "" then
    print(line)
  else
    local script = line:match("^[^\t]*")
    local file = assert(io.open(NAME, "w"))
    file:write(script)
    file:close()
    local pipe = io.popen(arg[-1] .. " " .. NAME .. " 2>/dev/null </dev/null")
    print(script .. "\t" .. escaped(pipe:read(100000) or ""))
    pipe:close()
  end
end
os.remove(NAME)
