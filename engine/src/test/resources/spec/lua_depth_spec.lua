-- How deep calls may go: Lua calls by a counter, calls through Java by a limit.

local function overflows(f, ...)
  local ok, err = pcall(f, ...)
  expect(ok):is(false)
  expect(err):contains("stack overflow")
end

describe("depth", function()
  it("allows many plain calls", function()
    local function count(n) return n == 0 and 0 or 1 + count(n - 1) end
    expect(count(100000)):is(100000)
  end)

  it("allows many calls through pcall", function()
    local function count(n)
      if n == 0 then return 0 end
      return 1 + select(2, pcall(count, n - 1))
    end
    expect(count(20000)):is(20000)
  end)

  it("allows many calls through metamethods and iterators", function()
    local mt = {}
    function mt.__index(_, k) return k == 0 and 0 or 1 + setmetatable({}, mt)[k - 1] end
    expect(setmetatable({}, mt)[20000]):is(20000)
    local function nest(n)
      if n == 0 then return 0 end
      for v in function() return nest(n - 1) end do return v + 1 end
    end
    expect(nest(20000)):is(20000)
  end)

  it("does not grow in tail calls", function()
    local function loop(n) if n == 0 then return "done" end return loop(n - 1) end
    expect(loop(1000000)):is("done")
  end)

  it("allows 150 nested coroutines and calls through Java", function()
    local function wrap(n) return n == 0 and 0 or 1 + coroutine.wrap(wrap)(n - 1) end
    expect(wrap(150)):is(150)
    local function sub(n)
      return n == 0 and "0" or (("x"):gsub("x", function() return sub(n - 1) + 1 end))
    end
    expect(sub(150)):is("150")
  end)

  it("ends endless recursion with a Lua error", function()
    local function plain() return 1 + plain() end
    overflows(plain)
    local function through_java() return (("x"):gsub("x", through_java)) end
    overflows(through_java)
    local function wrapped() return coroutine.wrap(wrapped)() end
    overflows(wrapped)
    local t = setmetatable({}, {})
    getmetatable(t).__tostring = function() return tostring(t) end
    overflows(tostring, t)
    getmetatable(t).__index = function(_, k) return t[k] .. "" end
    overflows(function() return t.x end)
  end)

  it("is itself again after an overflow", function()
    local function plain() return 1 + plain() end
    for _ = 1, 3 do overflows(plain) end
    local co = coroutine.create(plain)
    expect(coroutine.resume(co)):is(false)
    expect(coroutine.status(co)):is("dead")
  end)
end)
