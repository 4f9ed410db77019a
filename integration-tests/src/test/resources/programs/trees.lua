-- Allocation: twelve binary trees of depth 13, built and counted.
local function build(depth)
  if depth > 0 then
    depth = depth - 1
    local left, right = build(depth), build(depth)
    return {left, right}
  end
  return {}
end

local function count(tree)
  if tree[1] then
    return 1 + count(tree[1]) + count(tree[2])
  end
  return 1
end

local total = 0
for _ = 1, 12 do
  total = total + count(build(13))
end
assert(total == 12 * 16383)
