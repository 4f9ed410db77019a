local sum = 0
for _, price in ipairs(prices) do
  sum = sum + price
end
return "<p>" .. prices[1] .. " + " .. prices[2] .. " = " .. sum .. "</p>"
