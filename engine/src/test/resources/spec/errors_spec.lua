describe("errors", function()
  it("E1 has the kinds as constants", function()
    expect(errors.UNKNOWN):is("")
    expect(errors.NOT_FOUND):is("NotFound")
    expect(errors.ALREADY_EXISTS):is("AlreadyExists")
    expect(errors.INVALID):is("Invalid")
    expect(errors.PERMISSION_DENIED):is("PermissionDenied")
    expect(errors.UNAVAILABLE):is("Unavailable")
    expect(errors.INTERNAL):is("Internal")
    expect(errors.CANCELED):is("Canceled")
    expect(errors.CONFLICT):is("Conflict")
    expect(errors.TIMEOUT):is("Timeout")
    expect(errors.RATE_LIMITED):is("RateLimited")
    expect(require("errors")):is(errors)
  end)

  it("E20 is immutable, and so are errors", function()
    expect(function() errors.foo = 1 end):raises()
    local e = errors.new("x")
    pcall(function() e.x = 1 end)
    expect(e.x):is(nil)
  end)
end)

describe("errors.new", function()
  it("E2 takes a message", function()
    local e = errors.new("simple error")
    expect(e:message()):is("simple error")
    expect(e:kind()):is("")
    expect(e:retryable()):is(nil)
    expect(e:details()):is(nil)
  end)

  it("E3 takes a table of fields", function()
    local e = errors.new({
      message = "m",
      kind = errors.TIMEOUT,
      retryable = true,
      details = { attempt = 3 },
    })
    expect(e:message()):is("m")
    expect(e:kind()):is("Timeout")
    expect(e:retryable()):is(true)
    expect(e:details()):equals({ attempt = 3 })
  end)

  it("E4 takes empty details for none", function()
    expect(errors.new({ message = "m", details = {} }):details()):is(nil)
  end)

  it("E5 keeps nested details", function()
    local e = errors.new({ message = "m", details = { user = { name = "ana", id = 7 }, count = 5 } })
    expect(e:details().user.name):is("ana")
    expect(e:details().user.id):is(7)
    expect(e:details().count):is(5)
  end)

  it("E6 tells true, false and unknown apart", function()
    expect(errors.new({ message = "m", retryable = true }):retryable()):is(true)
    expect(errors.new({ message = "m", retryable = false }):retryable()):is(false)
    expect(errors.new({ message = "m" }):retryable()):is(nil)
    expect(errors.new({ message = "m", retryable = "yes" }):retryable()):is(nil)
  end)

  it("E19 raises without a message", function()
    expect(function() errors.new() end):raises("expected string or table")
    expect(function() errors.new(5) end):raises("expected string or table")
    expect(function() errors.new({}) end):raises("message field is required")
    expect(function() errors.new({ message = 5 }) end):raises("message must be a string")
  end)

  it("E22 keeps any kind", function()
    expect(errors.new({ message = "m", kind = "Teapot" }):kind()):is("Teapot")
    expect(errors.new({ message = "m", kind = 5 }):kind()):is("")
  end)

  it("E23 makes userdata", function()
    expect(type(errors.new("x"))):is("userdata")
  end)

  it("E24 makes an error that equals itself only", function()
    local e = errors.new("x")
    expect(e):is(e)
    expect(e):is_not(errors.new("x"))
  end)

  it("E26 keeps arrays in details and gives fresh copies", function()
    local e = errors.new({ message = "m", details = { items = { "a", "b" }, f = print } })
    expect(e:details().items):equals({ "a", "b" })
    expect(type(e:details().f)):is("string")
    e:details().items[1] = "changed"
    expect(e:details().items[1]):is("a")
    expect(errors.new({ message = "m", details = { "x", "y" } }):details()):equals({ "x", "y" })
  end)

  it("refuses details that contain themselves", function()
    local t = {}
    t.t = t
    expect(function() errors.new({ message = "m", details = t }) end):raises("details")
  end)

  it("ignores a second argument", function()
    expect(errors.new("TIMEOUT", "late"):message()):is("TIMEOUT")
  end)
end)

describe("errors.is", function()
  it("E7 compares the kind", function()
    local e = errors.new({ message = "m", kind = errors.TIMEOUT })
    expect(errors.is(e, errors.TIMEOUT)):is(true)
    expect(errors.is(e, errors.NOT_FOUND)):is(false)
    expect(errors.is("s", errors.TIMEOUT)):is(false)
    expect(errors.is(nil, errors.TIMEOUT)):is(false)
    expect(function() errors.is(e) end):raises("string expected")
  end)
end)

describe("errors.wrap", function()
  it("E8 keeps kind, retryable and details", function()
    local inner = errors.new({
      message = "inner error",
      kind = errors.INVALID,
      retryable = true,
      details = { code = 42 },
    })
    local e = errors.wrap(inner, "outer")
    expect(e:message()):is("inner error")
    expect(e:kind()):is("Invalid")
    expect(e:retryable()):is(true)
    expect(e:details().code):is(42)
  end)

  it("E9 takes a string for an error", function()
    local e = errors.wrap("string error", "context")
    expect(e:message()):is("string error")
    expect(e:kind()):is("")
  end)

  it("E10 raises for anything else", function()
    expect(function() errors.wrap(5, "x") end):raises()
    expect(function() errors.wrap(errors.new("x"), {}) end):raises()
    expect(function() errors.wrap(errors.new("x")) end):raises()
  end)

  it("E11 shows the contexts below its own in the message", function()
    local e = errors.new("m")
    local twice = errors.wrap(errors.wrap(e, "a"), "b")
    expect(twice:message()):is("a: m")
    expect(errors.wrap(twice, "c"):message()):is("b: a: m")
    expect(twice:stack()):contains("b: a: m")
    expect(errors.wrap(e, errors.new("ctx")):stack()):contains("ctx: m")
  end)
end)

describe("an error object", function()
  it("E12 is its message as text", function()
    expect(tostring(errors.new("m"))):is("m")
    expect(tostring(errors.wrap(errors.new("m"), "ctx"))):is("m")
  end)

  it("E13 concatenates", function()
    local e, e2 = errors.new("one"), errors.new("two")
    expect("prefix: " .. e):is("prefix: one")
    expect(e .. " :suffix"):is("one :suffix")
    expect(e .. e2):is("onetwo")
    expect("\255" .. e):is("\255one")
  end)

  it("E14 concatenates with other values", function()
    local e = errors.new("m")
    expect(5 .. e):is("5m")
    expect(1 / 3 .. e):is("0.33333333333333m")
    expect(e .. 1e100):is("m1e+100")
    expect(true .. e):is("truem")
    expect(nil .. e):is("nilm")
  end)

  it("E15 knows where it was made", function()
    local function thrower() return errors.new("m") end
    local e = thrower()
    expect(#e:stack() > 0):is(true)
    local frame = errors.call_stack(e).frames[1]
    expect(frame.level):is(1)
    expect(type(frame.line)):is("number")
    expect(frame.line > 0):is(true)
    expect(frame.source):contains("errors_spec")
  end)

  it("E16 alone has a call stack", function()
    expect(errors.call_stack("x")):is(nil)
    expect(errors.call_stack(nil)):is(nil)
  end)

  it("has methods that do not raise on other values", function()
    local e = errors.new("m")
    expect(e.message("x")):is("")
    expect(e.kind(nil)):is("")
    expect(e.retryable(1)):is(nil)
    expect(e.details({})):is(nil)
    expect(e.stack()):is(nil)
  end)
end)

describe("raising", function()
  it("E17 gives text for text", function()
    local ok, err = pcall(function() error("explicit error") end)
    expect(ok):is(false)
    expect(type(err)):is("string")
    expect(err):contains("explicit error")
  end)

  it("E18 gives the same object for an object", function()
    local e = errors.new("m")
    local ok, v = pcall(error, e)
    expect(ok):is(false)
    expect(rawequal(v, e) or v == e):is(true)
    expect(v:message()):is("m")
  end)

  it("E21 allows to try again", function()
    local attempts = 0
    local function call()
      attempts = attempts + 1
      if attempts < 3 then
        return nil, errors.new({ message = "down", kind = errors.UNAVAILABLE, retryable = true })
      end
      return "ok"
    end
    local result, err
    repeat
      result, err = call()
    until not err or not err:retryable()
    expect(result):is("ok")
    expect(attempts):is(3)
  end)
end)
