// As loop.lua.
(function () {
  var s = 0;
  for (var i = 1; i <= 5000000; i++) s = (s * 3 + i) % 1000003;
  if (s < 0) throw "wrong";
})();
