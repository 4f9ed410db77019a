-- What a load test needs of JMeter: samples become sub-results of the sampler's own result, connections are kept in the
-- thread's variables and closed at its end (ws-module/manual/jmeter.md).

local time, threads = require("time"), require("moonwire_jmeter")

local jmeter = {}

local KEY = "moonwire.connection."
local MILLISECOND = time.MILLISECOND
local MAX_DATA = 65536

local function milliseconds(nanoseconds)
  return math.floor(nanoseconds / MILLISECOND + 0.5)
end

local function fail(result, code, message)
  result:setSuccessful(false)
  result:setResponseCode(code)
  result:setResponseMessage(message)
end

-- Text as it is; of bytes, and of what is long, how many there are.
local function show(result, data)
  if #data <= MAX_DATA and pcall(result.setResponseData, result, data, "UTF-8") then
    return
  end
  result:setResponseData(#data .. " bytes", "UTF-8")
end

-- The functions that websocket.loadtest asks for, for the sample that JMeter takes at present.
function jmeter.host()
  local result, start = SampleResult, time.now()
  -- Sub-results are copies of this one: what JMeter has filled in, and nothing of ours.
  local empty, began = result:clone(), result:getStartTime()
  local busy, connects, first, only = 0, 0, nil, nil
  local count, found, checked = 0, false, false
  local host = { options = function() end }

  function host.now()
    return time.now():sub(start):nanoseconds()
  end

  local function fill(target, sample)
    target:setConnectTime(milliseconds(sample.connect))
    target:setLatency(milliseconds(sample.latency))
    if sample.data then
      show(target, sample.data)
    end
    if sample.ok then
      target:setResponseCode(sample.code)
      target:setResponseMessage(sample.message)
    else
      fail(target, sample.code, sample.message)
    end
  end

  local function time_of(target, sample, finish)
    local took = milliseconds(sample.elapsed)
    target:setIdleTime(finish - took - began)
    target:setEndTime(finish)
    target:setSentBytes(sample.sent)
    target:setBytes(sample.received)
  end

  -- As a sub-result; the only operation of a sampler is the sampler's own result, lest tables count it twice.
  local function part(sample, finish)
    local sub = empty:clone()
    sub:setSampleLabel(sample.label)
    sub:setTimeStamp(finish - milliseconds(sample.elapsed))
    time_of(sub, sample, finish)
    fill(sub, sample)
    return sub
  end

  -- Times are those of the operations alone; the rest of the sample is idle time.
  function host.record(sample)
    local finish = result:currentTimeInMillis()
    local sub = part(sample, finish)
    count, busy, connects = count + 1, busy + milliseconds(sample.elapsed), connects + sample.connect
    if count == 1 then
      only = sub
      time_of(result, sample, finish)
    else
      result:setIdleTime(math.max(0, finish - began - busy))
      if count == 2 then
        result:setBytes(0)
        result:setSentBytes(0)
        result:addSubResult(only, false)
      end
      result:addSubResult(sub, false)
    end
    if not first and sample.messages_received > 0 then
      first = connects + sample.latency
    end
    if result:isSuccessful() then
      fill(result, sample)
    end
    result:setConnectTime(milliseconds(connects))
    result:setLatency(milliseconds(first or connects))
  end

  function host.check(name, ok)
    checked = true
    if not ok and result:isSuccessful() then
      fail(result, "CHECK", "check failed: " .. name)
    end
  end

  function host.kept(name)
    local client = vars:getObject(KEY .. name)
    found = found or client ~= nil
    return client
  end

  function host.keep(name, client)
    vars:putObject(KEY .. name, client)
    threads.at_end(ctx:getThread(), KEY .. name, function()
      client:close(1000, "")
    end)
  end

  function host.user()
    return ctx:getThreadNum() + 1
  end

  function host.round()
    return vars:getIteration()
  end

  -- An operation that has failed has failed the sample already; a mistake of the script is JMeter's to report.
  function host.run(work, is_sample)
    local ok, err = pcall(work)
    if ok and found and count == 0 and not checked then
      -- A sampler that opens the connection has nothing to do in the rounds that find it open.
      result:setIgnore()
    end
    if ok or is_sample(err) then
      return
    end
    if type(err) == "string" then
      err = sampler:getName() .. ": " .. err
    end
    error(err, 0)
  end

  return host
end

return jmeter
