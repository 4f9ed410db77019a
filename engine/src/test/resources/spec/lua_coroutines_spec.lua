-- Coroutines (Lua manual 5.2, section 2.6).

describe("resume and yield", function()
  it("pass values both ways", function()
    local co = coroutine.create(function(a, b)
      local c = coroutine.yield(a + b)
      local d, e = coroutine.yield(c * 2)
      return d + e
    end)
    expect(packed(coroutine.resume(co, 1, 2))):equals({ n = 2, true, 3 })
    expect(packed(coroutine.resume(co, 10))):equals({ n = 2, true, 20 })
    expect(packed(coroutine.resume(co, 3, 4))):equals({ n = 2, true, 7 })
    expect(packed(coroutine.resume(co))):equals({ n = 2, false, "cannot resume dead coroutine" })
  end)

  it("work with Java functions as bodies", function()
    local co = coroutine.create(coroutine.yield)
    expect(packed(coroutine.resume(co, 1))):equals({ n = 2, true, 1 })
    expect(packed(coroutine.resume(co, 2, 3))):equals({ n = 3, true, 2, 3 })
    expect(packed(coroutine.wrap(pcall)(error, "e"))):equals({ n = 2, false, "e" })
  end)

  it("tell the status", function()
    local outer
    outer = coroutine.create(function()
      expect(coroutine.status(outer)):is("running")
      local inner = coroutine.wrap(function()
        expect(coroutine.status(outer)):is("normal")
        -- PUC Lua takes what waits for a wrapped function, with nothing on its stack, for dead.
        expect(packed(coroutine.resume(outer)))
          :equals({ n = 2, false, "cannot resume dead coroutine" })
      end)
      inner()
    end)
    expect(coroutine.status(outer)):is("suspended")
    expect(coroutine.resume(outer)):is(true)
    expect(coroutine.status(outer)):is("dead")
    expect(select(2, coroutine.running())):is(true)
  end)
end)

describe("yield", function()
  local function answers(body)
    local step = coroutine.wrap(body)
    local asked = step()
    return asked, step(true)
  end

  it("crosses pcall and xpcall", function()
    expect(packed(answers(function()
      return pcall(function() coroutine.yield("p") error("after", 0) end)
    end))):equals({ n = 3, "p", false, "after" })
    expect(packed(answers(function()
      return xpcall(function() coroutine.yield("x") error("e", 0) end, function(m) return m .. "!" end)
    end))):equals({ n = 3, "x", false, "e!" })
  end)

  it("crosses metamethods and iterators", function()
    local function ask(event) return function() return coroutine.yield(event) end end
    local mt = {}
    for _, e in ipairs { "index", "add", "lt", "le", "eq", "len", "unm", "call", "concat" } do
      mt["__" .. e] = ask(e)
    end
    local t, u = setmetatable({}, mt), setmetatable({}, mt)
    local bodies = {
      index = function() return t.x end,
      add = function() return t + 1 end,
      lt = function() return t < u end,
      le = function() return t <= u end,
      eq = function() return t == u end,
      len = function() return #t end,
      unm = function() return -t end,
      call = function() return (t()) end,
      concat = function() return t .. u end,
    }
    for event, body in pairs(bodies) do
      expect(packed(answers(body))):equals({ n = 2, event, true })
    end
    expect(packed(answers(function()
      for v in function() return coroutine.yield("next") end do return v end
    end))):equals({ n = 2, "next", true })
  end)

  it("stays inside the coroutine of a coroutine", function()
    local outer = coroutine.wrap(function()
      return pcall(function()
        local inner = coroutine.wrap(function() coroutine.yield(1) error("inner", 0) end)
        coroutine.yield(inner())
        return inner()
      end)
    end)
    expect(outer()):is(1)
    local ok, err = outer()
    expect(ok):is(false)
    expect(err):contains("inner")
  end)

  it("cannot cross a Java function", function()
    local function refused(f, ...)
      local co = coroutine.create(f)
      local ok, err = coroutine.resume(co, ...)
      expect(ok):is(false)
      expect(err):is("attempt to yield across a C-call boundary")
    end
    refused(table.sort, { 1, 2, 3 }, coroutine.yield)
    refused(string.gsub, "x", "x", coroutine.yield)
    refused(tostring, setmetatable({}, { __tostring = coroutine.yield }))
  end)
end)

describe("errors", function()
  it("leave a coroutine as they are", function()
    local value = {}
    local co = coroutine.create(function() error(value) end)
    local ok, err = coroutine.resume(co)
    expect(ok):is(false)
    expect(err):is(value)
    expect(coroutine.status(co)):is("dead")
  end)

  it("get the position of whoever called a wrapped coroutine", function()
    local wrapped = coroutine.wrap(function() error("x", 0) end)
    expect(select(2, pcall(function() wrapped() end))):contains("lua_coroutines_spec.lua:")
  end)
end)
