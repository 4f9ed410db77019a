package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.OptionTable;
import org.moonwire.engine.module.Results;
import org.moonwire.websocket.HttpRequests.Prepared;
import org.moonwire.websocket.cookie.CookieJar;
import org.moonwire.websocket.http.HttpUrl;
import org.moonwire.websocket.wire.Utf8Validator;

/**
 * The Lua module {@code http_client}: requests of HTTP/1.1. Found by the engine through {@link
 * java.util.ServiceLoader}; with settings of the host by {@link WebSocketModule#httpClient}.
 */
public final class HttpClientModule implements LuaModule {
  private static final List<String> VERBS =
      List.of("get", "post", "put", "patch", "delete", "head");

  /** These are no requests for a resource. */
  private static final List<String> OTHERS = List.of("CONNECT", "TRACE");

  private static final int MAX_METHOD = 32;
  private static final int MAX_BATCH = 1000;
  private static final int MAX_CONCURRENCY = 100;
  private static final int DEFAULT_CONCURRENCY = 10;

  private final HostSettings host;

  /** Makes the module with the settings of a host that says nothing. */
  public HttpClientModule() {
    this(WebSocketModule.builder().settings());
  }

  HttpClientModule(HostSettings host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "http_client";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    Functions functions =
        new Functions(new HttpRequests(context, host), context, host, new CookieJar());
    ModuleTable.Builder table = ModuleTable.builder();
    for (String verb : VERBS) {
      String method = verb.toUpperCase(Locale.ROOT);
      table.function(verb, args -> functions.call(method, args, 1));
    }
    return table
        .function("request", args -> functions.call(null, args, 2))
        .function("request_batch", functions::batch)
        .build();
  }

  /**
   * The functions in one engine.
   *
   * @param cookies what {@code cookies = true} means
   */
  private record Functions(
      HttpRequests requests, ModuleContext engine, HostSettings host, CookieJar cookies) {

    /** A request whose URL is argument {@code url}; without a method that is the first argument. */
    @SuppressWarnings("FutureReturnValueIgnored") // the engine waits for it
    Object call(String method, Arguments args, int url) {
      CallContext caller = args.context();
      String wanted = method == null ? args.string(1) : method;
      ErrorValue refusal = mayRequest(caller, wanted);
      if (refusal != null) {
        return Results.failure(refusal);
      }
      byte[] written = args.bytes(url);
      if (written.length == 0) {
        throw args.error(url, "URL required");
      }
      Map<?, ?> options = args.isNil(url + 1) ? Map.of() : args.table(url + 1);
      Object prepared = prepare(caller, upper(wanted), written, options);
      if (prepared instanceof ErrorValue error) {
        return Results.failure(error);
      }
      CompletableFuture<Object> reply =
          requests.begin(requests.prepare((Prepared) prepared, caller));
      CompletableFuture<Object> shown =
          reply.thenApply(
              value -> value instanceof ErrorValue error ? Results.failure(error) : value);
      CompletionStage<Object> ending = shown;
      ending.whenComplete(
          (value, failure) -> {
            if (shown.isCancelled()) {
              reply.cancel(false);
            }
          });
      return shown;
    }

    private static String upper(String method) {
      return method.toUpperCase(Locale.ROOT);
    }

    /** What is wrong with a method; null if it may be used. */
    private ErrorValue mayRequest(CallContext caller, String method) {
      if (engine.isClosed() || caller.isClosed()) {
        return Errors.noContext();
      }
      boolean named = method.length() <= MAX_METHOD && HeaderRules.isToken(method);
      if (!named || OTHERS.contains(upper(method))) {
        return HttpErrors.badMethod(method);
      }
      return caller.isAllowed(HttpPlan.MAY_REQUEST, upper(method), Map.of())
          ? null
          : HttpErrors.methodNotAllowed(upper(method));
    }

    /** A {@link Prepared} request, or an error value. */
    private Object prepare(CallContext caller, String method, byte[] url, Map<?, ?> table) {
      String written = new String(url, UTF_8);
      if (!Utf8Validator.isValid(url)) {
        return Errors.badUrl(written, "not valid UTF-8");
      }
      try {
        HttpUrl bare = HttpUrl.parse(written);
        HttpPlan first = new HttpPlan(caller.permissions(), host, null, method);
        if (!first.allows(bare)) {
          return Errors.urlNotAllowed(written);
        }
        HttpOptions options = HttpOptions.read(table, host, cookies);
        account(caller, options);
        HttpUrl whole = options.query().isEmpty() ? bare : bare.withQuery(options.query());
        HttpPlan plan = new HttpPlan(first.rights(), host, options, method);
        if (!options.query().isEmpty() && !plan.allows(whole)) {
          return Errors.urlNotAllowed(whole.text());
        }
        ErrorValue refusal = plan.refusal(whole);
        return refusal != null ? refusal : new Prepared(written, plan, plan.request(whole));
      } catch (BadOptionsException e) {
        return Errors.badOptions(e.problems());
      } catch (IllegalArgumentException e) {
        return Errors.badUrl(written, e.getMessage());
      }
    }

    /** What the request keeps, and what servers have set since the last one, is the script's. */
    private static void account(CallContext caller, HttpOptions options) {
      if (options.body() != null) {
        caller.allocate(options.body().length);
      }
      if (options.cookies() != null) {
        caller.allocate(options.cookies().takeGrowth());
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // as above
    Object batch(Arguments args) {
      CallContext caller = args.context();
      Map<Object, Object> list = args.table(1);
      int size = list.size();
      if (size > MAX_BATCH) {
        throw args.error(1, "`" + size + "` requests, more than " + MAX_BATCH);
      }
      OptionTable options = OptionTable.of(args, 2);
      long concurrency = options.whole("concurrency", 1, MAX_CONCURRENCY, DEFAULT_CONCURRENCY);
      options.finish();
      List<Object> items = new ArrayList<>();
      for (int i = 1; i <= size; i++) {
        Object item = prepareItem(caller, list.get(i), i);
        items.add(item instanceof Prepared one ? requests.prepare(one, caller) : item);
      }
      return new HttpBatch(requests, items).run((int) concurrency);
    }

    private Object prepareItem(CallContext caller, Object item, int i) {
      Map<?, ?> request = item instanceof Map<?, ?> table ? table : Map.of();
      Object method = field(request, "method", 1);
      Object url = field(request, "url", 2);
      Object options = field(request, "options", 3);
      if (!(method instanceof String name)
          || !(url instanceof String text)
          || !(options == null || options instanceof Map<?, ?>)) {
        return HttpErrors.badRequest(
            "request `" + i + "` is not `{method, url, options}`, such as `{\"GET\", url}`");
      }
      ErrorValue refusal = mayRequest(caller, name);
      Map<?, ?> table = options == null ? Map.of() : (Map<?, ?>) options;
      return refusal != null ? refusal : prepare(caller, upper(name), text.getBytes(UTF_8), table);
    }

    private static Object field(Map<?, ?> request, String name, int place) {
      Object named = request.get(name);
      return named == null ? request.get(place) : named;
    }
  }
}
