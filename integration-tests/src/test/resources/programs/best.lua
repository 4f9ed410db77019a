-- Prints the milliseconds of processor time that a program takes, the best of some batches:
--   lua best.lua PROGRAM [BATCHES]
-- The clock may have steps of ten milliseconds: a batch is at least half a second.
-- The program may be a global, too.
local program, batches = ...
local run = assert(loadfile(program or PROGRAM))
local best = math.huge
for _ = 1, tonumber(batches or 8) do
  local count, start, now = 0, os.clock(), nil
  repeat
    run()
    count = count + 1
    now = os.clock()
  until now - start >= 0.5
  best = math.min(best, (now - start) / count)
end
print(("%.3f"):format(best * 1000))
