---@meta time

---A length of time: nanoseconds, a text such as `"1h30m"` or `"250ms"`, or a Duration.
---@alias DurationLike number|string|Duration

---@class Duration: userdata
local Duration = {}

---@return integer
function Duration:nanoseconds() end
---@return integer
function Duration:microseconds() end
---@return integer
function Duration:milliseconds() end
---@return number
function Duration:seconds() end
---@return number
function Duration:minutes() end
---@return number
function Duration:hours() end

---@class Location: userdata
local Location = {}

---@return string name
function Location:string() end

---An instant, shown in a location. `==` and `<` compare the instant.
---@class Time: userdata
local Time = {}

---@param d DurationLike
---@return Time
function Time:add(d) end
---@param other Time
---@return Duration
function Time:sub(other) end
---What does not exist is carried over: January 31 and one month is March 2 or 3.
---@param years integer
---@param months integer
---@param days integer
---@return Time
function Time:add_date(years, months, days) end
---@param other Time
---@return boolean
function Time:after(other) end
---@param other Time
---@return boolean
function Time:before(other) end
---@param other Time
---@return boolean
function Time:equal(other) end
---@param layout string the time `Mon Jan 2 15:04:05 MST 2006` in the wanted form
---@return string
function Time:format(layout) end
---@return string
function Time:format_rfc3339() end
---@return integer seconds
function Time:unix() end
---Exact up to 2^53 only, as numbers are doubles.
---@return number nanoseconds
function Time:unix_nano() end
---@return integer year, integer month, integer day
function Time:date() end
---@return integer hour, integer minute, integer second
function Time:clock() end
---@return integer
function Time:year() end
---@return integer
function Time:month() end
---@return integer
function Time:day() end
---@return integer
function Time:hour() end
---@return integer
function Time:minute() end
---@return integer
function Time:second() end
---@return integer
function Time:nanosecond() end
---@return integer weekday 0 is Sunday
function Time:weekday() end
---@return integer day 1 to 366
function Time:year_day() end
---@return boolean
function Time:is_zero() end
---@param location Location
---@return Time
function Time:in_location(location) end
---@return Location
function Time:location() end
---@return Time
function Time:utc() end
---@return Time
function Time:in_local() end
---@param d Duration
---@return Time
function Time:round(d) end
---@param d Duration
---@return Time
function Time:truncate(d) end

---@class Timer: userdata
local Timer = {}

---The channel that gets one Time and is then closed.
---@return Channel
function Timer:response() end
---@return Channel
function Timer:channel() end
---Closes the channel.
---@return boolean pending whether it had not fired yet
function Timer:stop() end
---@param d DurationLike
---@return boolean pending false if it had fired or was stopped; it is not armed again then
function Timer:reset(d) end

---@class Ticker: userdata
local Ticker = {}

---The channel that gets the ticks; it holds 16, and ticks that do not fit are dropped.
---@return Channel
function Ticker:response() end
---@return Channel
function Ticker:channel() end
---@return true
function Ticker:stop() end

---@class time
---@field NANOSECOND integer
---@field MICROSECOND integer
---@field MILLISECOND integer
---@field SECOND integer
---@field MINUTE integer
---@field HOUR integer
---@field JANUARY integer
---@field FEBRUARY integer
---@field MARCH integer
---@field APRIL integer
---@field MAY integer
---@field JUNE integer
---@field JULY integer
---@field AUGUST integer
---@field SEPTEMBER integer
---@field OCTOBER integer
---@field NOVEMBER integer
---@field DECEMBER integer
---@field SUNDAY integer
---@field MONDAY integer
---@field TUESDAY integer
---@field WEDNESDAY integer
---@field THURSDAY integer
---@field FRIDAY integer
---@field SATURDAY integer
---@field RFC3339 string
---@field RFC3339NANO string
---@field RFC822 string
---@field RFC822Z string
---@field RFC850 string
---@field RFC1123 string
---@field RFC1123Z string
---@field KITCHEN string
---@field STAMP string
---@field STAMP_MILLI string
---@field STAMP_MICRO string
---@field STAMP_NANO string
---@field DATE_TIME string
---@field DATE_ONLY string
---@field TIME_ONLY string
---@field utc Location
---@field localtz Location
local time = {}

---@return Time
function time.now() end
---Parts out of range are carried over.
---@param year integer
---@param month integer
---@param day integer
---@param hour integer
---@param minute integer
---@param second integer
---@param nanosecond integer
---@param location? Location local if absent
---@return Time
function time.date(year, month, day, hour, minute, second, nanosecond, location) end
---@param seconds integer
---@param nanoseconds integer
---@return Time
function time.unix(seconds, nanoseconds) end
---@param layout string
---@param value string
---@param location? Location for values without a zone; local if absent
---@return Time?
---@return Error? err
function time.parse(layout, value, location) end
---@param value DurationLike
---@return Duration?
---@return Error? err
function time.parse_duration(value) end
---@param name string `"UTC"`, `"Local"` or an IANA name
---@return Location?
---@return Error? err
function time.load_location(name) end
---@param name string
---@param seconds integer east of Greenwich
---@return Location
function time.fixed_zone(name, seconds) end
---Waits; other coroutines run meanwhile.
---@param d DurationLike
---@return nil
---@return Error? err
function time.sleep(d) end
---A channel that gets one Time after `d` and is then closed.
---@param d DurationLike
---@return Channel?
---@return Error? err
function time.after(d) end
---@param d DurationLike
---@return Timer?
---@return Error? err
function time.timer(d) end
---@param d DurationLike
---@return Ticker?
---@return Error? err
function time.ticker(d) end

return time
