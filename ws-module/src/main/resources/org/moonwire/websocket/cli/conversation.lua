-- Runs what was typed. Returns "more" if it is the beginning of something longer, "failed" and the
-- error with its traceback if it fails, nothing otherwise; the values of an expression are printed.
local find, gsub, load, print, select, sub, traceback, xpcall =
  string.find, string.gsub, load, print, select, string.sub, debug.traceback, xpcall

-- What is below the typed chunk is this program, which nobody asked for.
local function trace(message)
  local text = traceback(message, 2)
  local below = find(text, "\n[^\n]*in function 'xpcall'\n[^\n]*in function <moonwire:")
  return below and sub(text, 1, below - 1) or text
end

local function report(ok, ...)
  if not ok then
    return "failed", (...)
  end
  if select("#", ...) > 0 then
    print(...)
  end
end

local function unfinished(message)
  return sub(message, -5) == "<eof>"
end

return function(typed)
  local text = gsub(typed, "^=", "return ")
  local expression, noExpression = load("return " .. text, "=stdin", "t")
  if expression then
    return report(xpcall(expression, trace))
  end
  local statements, message = load(text, "=stdin", "t")
  if statements then
    return report(xpcall(statements, trace))
  end
  return (unfinished(message) or unfinished(noExpression)) and "more" or "failed", message
end
