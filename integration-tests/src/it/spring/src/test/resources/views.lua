function render(template, model, context)
  local text = template
  for name, value in pairs(model) do
    text = text:gsub("{{" .. name .. "}}", tostring(value))
  end
  return text .. " [" .. context:getUrl() .. "]"
end
