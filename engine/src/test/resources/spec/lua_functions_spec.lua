-- Closures, varargs, assignment and loops.

describe("closures", function()
  it("get a fresh variable in each iteration", function()
    local f = {}
    for i = 1, 3 do f[i] = function() i = i + 10 return i end end
    expect(f[1]()):is(11)
    expect(f[1]()):is(21)
    expect(f[2]()):is(12)
    local n = 1
    repeat
      local j = n
      f[n] = function() j = j + 1 return j end
      n = n + 1
    until j >= 3
    expect(f[1]() + f[1]()):is(5)
    expect(f[3]()):is(4)
  end)

  it("get a fresh variable each time a goto enters its block", function()
    local f, i = {}, 1
    ::top::
    local j = i
    f[i] = function() j = j + 1 return j end
    i = i + 1
    if i <= 3 then goto top end
    expect(f[1]() + f[1]()):is(5)
    expect(f[2]()):is(3)
  end)

  it("go back to a label right behind a goto", function()
    local first, passed = true, false
    if true then
      goto last
      ::back::
      passed = true
      ::last::
      if first then
        first = false
        goto back
      end
    end
    expect(passed):is(true)
  end)

  it("with the same upvalues are the same", function()
    local function make() return function(x) return math.sin(x) end end
    expect(make()):is(make())
    local a, shared, own = {}, {}, {}
    for i = 1, 3 do shared[i] = function() return a end end
    for i = 1, 3 do own[i] = function() return i end end
    expect(shared[1]):is(shared[3])
    expect(own[1]):is_not(own[2])
    expect(own[1]()):is(1)
  end)

  it("share variables after their block has ended", function()
    local set, get
    do
      local v = 1
      set, get = function(x) v = x end, function() return v end
    end
    set(5)
    expect(get()):is(5)
  end)
end)

describe("assignment", function()
  it("evaluates everything before it assigns", function()
    local i, a = 1, {}
    i, a[i] = i + 1, 20
    expect(a[1]):is(20)
    local x, y = 1, 2
    x, y = y, x
    expect(x):is(2)
    expect(y):is(1)
  end)

  it("adjusts the number of values", function()
    local function three() return 1, 2, 3 end
    local a, b, c, d = three()
    expect(d):is(nil)
    a, b, c = 0, three()
    expect(c):is(2)
    a, b = (three())
    expect(b):is(nil)
    expect(#{ three(), three() }):is(4)
  end)
end)

describe("varargs", function()
  it("keep nils and their number", function()
    local function count(...) return select("#", ...) end
    expect(count(nil, nil)):is(2)
    expect(count(table.unpack({}, 1, 250))):is(250)
    expect(count(select(2, 1, nil, nil))):is(2)
    expect(table.pack(select(-1, 1, nil)).n):is(1)
  end)
end)

describe("the numeric for", function()
  local function run(first, last, step)
    local n, at = 0
    for i = first, last, step do
      n, at = n + 1, i
      if n > 20 then break end
    end
    return n, at
  end

  it("ends at the edges of int and double", function()
    expect(packed(run(2147483645, 2147483647, 1))):equals({ n = 2, 3, 2147483647 })
    expect(packed(run(-2147483646, -2147483648, -1))):equals({ n = 2, 3, -2147483648 })
    expect(packed(run(2147483647, 2147483649, 1))):equals({ n = 2, 3, 2147483649 })
    expect(packed(run(9007199254740990, 9007199254740992, 1))):equals({ n = 2, 21, 2 ^ 53 })
    expect(packed(run(-1, 1, math.huge))):equals({ n = 2, 0 })
    expect(packed(run(1, 0 / 0, 1))):equals({ n = 2, 0 })
    expect(packed(run(1, 0, 0))):equals({ n = 2, 21, 1 })
  end)

  it("accumulates fractional steps as doubles do", function()
    local n, at = 0
    for i = 0, 1, 0.1 do n, at = n + 1, i end
    expect(n):is(11)
    expect(at):is_between(0.99999999999999, 1)
    expect(at):is_not(1)
  end)

  it("reads strings as numbers and refuses the rest", function()
    expect(run("1", "3", "1")):is(3)
    expect(function() for _ = 1, "x" do end end):raises("'for' limit must be a number")
    expect(function() for _ = {}, 2 do end end):raises("'for' initial value must be a number")
    expect(function() for _ = 1, 2, {} do end end):raises("'for' step must be a number")
  end)
end)

describe("a NaN", function()
  it("is not equal to itself, even as the same value", function()
    local nan = 0 / 0
    local t = { nan }
    expect(nan == nan):is(false)
    expect(t[1] == t[1]):is(false)
    expect(nan ~= nan):is(true)
    expect(rawequal(nan, nan)):is(false)
  end)
end)
