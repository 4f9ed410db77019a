-- Names of classes find no module and no file.
for _, name in ipairs({
  "java.lang.Runtime", "org.luaj.vm2.lib.jse.JsePlatform", "org.luaj.vm2.lib.jse.LuajavaLib",
  "luajava", "../secret", "/etc/passwd", "a/b", "..", "", "\0", "file:///etc/passwd",
}) do
  assert(not pcall(require, name), name)
end
