local greetings = 0

function greet(name)
  greetings = greetings + 1
  return "hello, " .. name
end

function getGreetings()
  return greetings
end
