package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.module.TokenSettings;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicySet;

/** {@code security.token_store}: tokens are for whom they were made, for a time, until revoked. */
class TokenStoreTest {
  private static final String ALL =
      """
      version: "1.0"
      namespace: app
      entries:
        - name: all
          kind: security.policy
          policy: {actions: "*", resources: "*", effect: allow}
        - name: read
          kind: security.policy
          policy: {actions: doc.read, resources: "*", effect: allow}
          groups: [readers]
      """;

  private static final TokenSettings SETTINGS =
      TokenSettings.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));

  /** A clock that stands until it is moved. */
  private static final class StoppedClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private final StoppedClock clock = new StoppedClock();

  private LuaEngine engine(TokenSettings settings, String policies) {
    return LuaEngine.builder()
        .clock(clock)
        .policy(PolicySet.parse("policy.yaml", policies))
        .actor(Actor.of("ann"))
        .tokenStore("sessions", settings)
        .build();
  }

  private static String run(LuaEngine engine, String script) throws ScriptException {
    String prelude =
        """
        local security = require('security')
        local store, err = security.token_store('sessions')
        local function said(...)
          local t = table.pack(...)
          for i = 1, t.n do t[i] = type(t[i]) == 'userdata' and t[i].kind and t[i]:kind() .. ' ' .. t[i]:message() or tostring(t[i]) end
          return table.concat(t, ',')
        end
        local bob = security.new_actor('bob', {level = 3, tags = {'a', 'b'}, ratio = 0.5, on = true})
        local readers = security.named_scope('app:readers')
        """;
    return String.valueOf(engine.eval(prelude + script));
  }

  @Test
  void a_token_is_for_the_actor_and_scope_it_was_made_for() throws ScriptException {
    try (LuaEngine engine = engine(SETTINGS, ALL)) {
      String script =
          """
          local token = store:create(bob, readers, {meta = {ip = '::1'}})
          local actor, scope, err = store:validate(token)
          assert(err == nil and actor == bob and scope:contains('app:read') and #scope:policies() == 1)
          assert(actor:meta().tags[2] == 'b' and actor:meta().ratio == 0.5)
          assert(token ~= store:create(bob, readers))
          return said(scope:evaluate(actor, 'doc.read', 'x'), scope:evaluate(actor, 'doc.write', 'x'))
          """;
      assertEquals("allow,undefined", run(engine, script));
    }
  }

  @Test
  void a_token_ends_with_its_time() throws ScriptException {
    try (LuaEngine engine = engine(SETTINGS.lifetime(Duration.ofHours(2)), ALL)) {
      run(engine, "a = store:create(bob, readers, {expiration = '1h30m'})");
      run(engine, "b = store:create(bob, readers, {expiration = 1500})");
      run(engine, "c = store:create(bob, readers)");
      run(engine, "d = store:create(bob, readers, {expiration = 0})");
      assertEquals("true,true,true,true", valid(engine));
      clock.now = clock.now.plusMillis(1499);
      assertEquals("true,true,true,true", valid(engine));
      clock.now = clock.now.plusMillis(1);
      assertEquals("true,false,true,true", valid(engine));
      clock.now = clock.now.plus(Duration.ofMinutes(91));
      assertEquals("false,false,true,true", valid(engine));
      clock.now = clock.now.plus(Duration.ofMinutes(30));
      assertEquals("false,false,false,false", valid(engine));
      assertEquals(
          "nil,nil,Internal token not found", run(engine, "return said(store:validate(a))"));
    }
  }

  private static String valid(LuaEngine engine) throws ScriptException {
    return run(
        engine,
        "local t = {} for i, x in ipairs({a, b, c, d}) do t[i] = tostring(store:validate(x) ~= nil) end "
            + "return table.concat(t, ',')");
  }

  @Test
  void a_revoked_token_is_not_found_in_any_engine_with_the_same_settings() throws ScriptException {
    try (LuaEngine one = engine(SETTINGS, ALL);
        LuaEngine other = engine(SETTINGS, ALL)) {
      String token = run(one, "return store:create(bob, readers)");
      other.put("token", token);
      assertEquals("true", run(other, "return said(store:validate(token) == bob)"));
      one.put("token", token);
      assertEquals("true", run(one, "return said(store:revoke(token))"));
      assertEquals(
          "nil,nil,Internal token not found", run(other, "return said(store:validate(token))"));
      assertEquals("nil,Internal token not found", run(other, "return said(store:revoke(token))"));
    }
  }

  @Test
  void a_token_of_another_secret_or_store_is_no_token() throws ScriptException {
    TokenSettings strange = TokenSettings.of("x".repeat(32).getBytes(UTF_8));
    try (LuaEngine own = engine(SETTINGS, ALL);
        LuaEngine other = engine(strange, ALL);
        LuaEngine sameSecret =
            LuaEngine.builder().clock(clock).tokenStore("other", SETTINGS).build()) {
      String token = run(own, "return store:create(bob, readers)");
      other.put("token", token);
      assertEquals(
          "nil,nil,Internal invalid token format",
          run(other, "return said(store:validate(token))"));
      sameSecret.put("token", token);
      assertEquals(
          "invalid token format",
          sameSecret.eval(
              "local _, _, err = require('security').token_store('other'):validate(token) return err:message()"));
    }
  }

  @Test
  void every_changed_character_is_noticed() throws ScriptException {
    try (LuaEngine engine = engine(SETTINGS, ALL)) {
      String token = run(engine, "return store:create(bob, readers)");
      for (int i = 0; i < token.length(); i++) {
        char c = token.charAt(i) == 'A' ? 'B' : 'A';
        String changed = token.substring(0, i) + c + token.substring(i + 1);
        boolean same = i == token.length() - 1; // its last bits mean nothing
        engine.put("token", changed);
        String found = run(engine, "return said(store:validate(token))");
        assertTrue(same || found.equals("nil,nil,Internal invalid token format"), i + found);
      }
      String payload = token.substring(0, token.indexOf('.'));
      String json = new String(Base64.getUrlDecoder().decode(payload), UTF_8);
      assertTrue(json.contains("\"actor\":\"bob\""), json);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.b", "eyJ9.x", "no token at all"})
  void what_is_no_token_is_refused(String text) throws ScriptException {
    try (LuaEngine engine = engine(SETTINGS, ALL)) {
      engine.put("token", text);
      assertEquals(
          "nil,nil,Internal invalid token format",
          run(engine, "return said(store:validate(token))"));
      assertEquals(
          "nil,Internal invalid token format", run(engine, "return said(store:revoke(token))"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "store:create(bob, readers, {expiration = 'soon'}) | nil,Invalid invalid expiration format",
        "store:create(bob, readers, {expiration = -1}) | nil,Invalid invalid expiration format",
        "store:create(bob, readers, {expiration = 0.5}) | nil,Invalid invalid expiration format",
        "store:create(bob, readers, {expiration = {}}) | nil,Invalid invalid expiration format",
        "store:create(bob, readers, {expires = 1}) | nil,Invalid unknown option `expires`; there are expiration, meta",
        "store:create(bob, readers, {meta = 1}) | nil,Invalid option meta is `1`; give a table",
        "store:create(bob, readers, {meta = {x = ('x'):rep(20000)}}) | nil,Invalid a token of",
        "store:close(), store:create(bob, readers) | true,nil,Internal token store is closed",
        "store:close(), store:validate('x') | true,nil,nil,Internal token store is closed",
        "security.token_store('') | nil,Invalid token store id is required",
        "security.token_store('nope') | nil,Internal token store not found",
        "pcall(store.create, store, 'bob', readers) | false,bad argument",
      })
  void says_what_is_wrong(String call, String said) throws ScriptException {
    try (LuaEngine engine = engine(SETTINGS, ALL)) {
      String found = run(engine, "return said(" + call + ")");
      assertTrue(found.startsWith(said), found);
    }
  }

  @Test
  void a_policy_that_is_gone_takes_the_token_with_it() throws ScriptException {
    String token;
    try (LuaEngine engine = engine(SETTINGS, ALL)) {
      token = run(engine, "return store:create(bob, readers)");
    }
    String fewer = ALL.substring(0, ALL.indexOf("  - name: read"));
    try (LuaEngine engine = engine(SETTINGS, fewer)) {
      engine.put("token", token);
      assertEquals(
          "nil,nil,Internal policy `app:read` of the token is gone",
          run(engine, "return said(store:validate(token))"));
    }
  }

  @Test
  void the_policy_decides_on_each_use() throws ScriptException {
    for (String action : List.of("create", "validate", "revoke")) {
      String deny =
          ALL
              + "  - name: deny\n    kind: security.policy\n    policy: {actions: security.token."
              + action
              + ", resources: sessions, effect: deny}\n";
      try (LuaEngine engine = engine(SETTINGS, deny)) {
        String found =
            run(
                engine,
                "local token = store:create(bob, readers) or 'x' "
                    + "return said(store:create(bob, readers)) .. said(store:validate(token)) .. said(store:revoke(token))");
        assertTrue(found.contains("Invalid permission denied: " + action + " token"), found);
        assertEquals(found.indexOf("permission denied"), found.lastIndexOf("permission denied"));
      }
    }
    String closed =
        ALL
            + "  - name: deny\n    kind: security.policy\n"
            + "    policy: {actions: security.token_store.get, resources: \"*\", effect: deny}\n";
    try (LuaEngine engine = engine(SETTINGS, closed)) {
      ScriptException e = assertThrows(ScriptException.class, () -> run(engine, "return 1"));
      assertTrue(e.getMessage().contains("not allowed to use token store: sessions"));
    }
  }

  @Test
  void a_short_secret_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> TokenSettings.of(new byte[31]));
  }
}
