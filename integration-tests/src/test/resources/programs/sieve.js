// As sieve.lua.
(function () {
  for (var r = 0; r < 3; r++) {
    var flags = [], n = 1000000;
    for (var i = 2; i <= n; i++) flags[i] = true;
    for (i = 2; i <= 1000; i++) {
      if (flags[i]) for (var k = i * i; k <= n; k += i) flags[k] = false;
    }
    var count = 0;
    for (i = 2; i <= n; i++) if (flags[i]) count++;
    if (count !== 78498) throw "wrong";
  }
})();
