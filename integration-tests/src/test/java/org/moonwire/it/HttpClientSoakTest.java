package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/** Ten thousand requests leave what one leaves: no heap, no threads, no sockets. */
@Tag("soak")
@Timeout(600)
class HttpClientSoakTest {
  private static final int REQUESTS = 10_000;
  private static final long MAX_GROWTH = 2 << 20;

  private static final String BATCH =
      """
      local http = require("http_client")
      for i = 1, n, 10 do
        local list = {}
        for j = 1, 10 do
          local path = ({ "/token?name=" .. i + j, "/gzip", "/missing", "/cookie", "/go?302=/token?x=1" })[j % 5 + 1]
          list[j] = { method = j %% 3 == 0 and "POST" or "GET", url = url .. path, timeout = "10s" }
        end
        local responses, errs = http.request_batch(list, { concurrency = 4 })
        for j = 1, 10 do
          assert(responses[j], errs and errs[j])
        end
      end
      """
          .replace("%%", "%");

  private record Held(long heap, long files, int threads) {
    static Held now() {
      System.gc();
      long heap =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .map(MemoryPoolMXBean::getCollectionUsage)
              .filter(Objects::nonNull)
              .mapToLong(usage -> usage.getUsed())
              .sum();
      long files =
          ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
              ? os.getOpenFileDescriptorCount()
              : 0;
      return new Held(heap, files, ManagementFactory.getThreadMXBean().getThreadCount());
    }
  }

  private static void requests(LuaEngine engine, int n) throws Exception {
    engine.put("n", n);
    engine.eval(BATCH);
  }

  @Test
  void ten_thousand_requests() throws Exception {
    try (TestSite site = new TestSite();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", site.url());
      requests(engine, REQUESTS / 10);
      site.asked().clear();
      Held before = Held.now();
      requests(engine, REQUESTS);
      assertTrue(site.asked().size() >= REQUESTS, "" + site.asked().size());
      site.asked().clear();
      Held after = Held.now();
      System.out.println(
          "held before and after " + REQUESTS + " requests: " + before + ", " + after);
      assertTrue(after.heap() - before.heap() < MAX_GROWTH, before + " " + after);
      assertEquals((double) before.files(), (double) after.files(), 20, before + " " + after);
      assertEquals(before.threads(), after.threads(), 20, before + " " + after);
    }
  }
}
