-- Array items: the primes below a million, three times.
for _ = 1, 3 do
  local flags, n = {}, 1000000
  for i = 2, n do flags[i] = true end
  for i = 2, 1000 do
    if flags[i] then
      for k = i * i, n, i do flags[k] = false end
    end
  end
  local count = 0
  for i = 2, n do
    if flags[i] then count = count + 1 end
  end
  assert(count == 78498)
end
