package org.moonwire.websocket.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaEngineBuilder;
import org.moonwire.engine.module.Language;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoParseException;
import org.moonwire.policy.AccessFile;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicyLoadException;
import org.moonwire.policy.PolicySet;
import org.moonwire.websocket.WebSocketModule;

/** How a script is to be run; null where the command line does not say. */
record Settings(
    String language,
    String policy,
    boolean strict,
    boolean dryRun,
    String actor,
    String scope,
    List<String> grants,
    String access,
    List<String> variables,
    String timeout,
    LibraryPath path) {

  /**
   * Makes the engine, for a prompt one whose scripts may leave it.
   *
   * @throws PolicyLoadException if the policy file has mistakes
   */
  LuaEngine engine(boolean prompt) throws BadSettingException {
    LuaEngineBuilder builder = builder();
    if (prompt) {
      builder.grant("os.exit");
    }
    return builder.build();
  }

  /**
   * Says how engines are made.
   *
   * @throws PolicyLoadException if the policy file has mistakes
   */
  LuaEngineBuilder builder() throws BadSettingException {
    LuaEngineBuilder builder =
        LuaEngine.builder()
            .strict(strict)
            .dryRun(dryRun)
            .module(WebSocketModule.builder().environmentProxies().build());
    chooseLanguage(builder);
    grant(builder);
    offerVariables(builder);
    path.offerTo(builder);
    if (timeout != null) {
      builder.timeout(duration());
    }
    if (actor != null) {
      builder.actor(Actor.of(actor));
    }
    if (policy != null) {
      applyPolicy(builder, PolicySet.load(Path.of(policy)));
    } else if (scope != null) {
      throw new BadSettingException("--scope names a group of a policy file; add --policy FILE");
    }
    return builder;
  }

  private void chooseLanguage(LuaEngineBuilder builder) throws BadSettingException {
    try {
      if (language != null) {
        builder.language(Language.of(language));
      }
    } catch (IllegalArgumentException e) {
      throw new BadSettingException("--lua: " + e.getMessage());
    }
  }

  private void grant(LuaEngineBuilder builder) throws BadSettingException {
    grant(builder, "--grant", grants);
    if (access != null) {
      grant(builder, "--access " + access, AccessFile.load(Path.of(access)).grants());
    }
  }

  private void offerVariables(LuaEngineBuilder builder) throws BadSettingException {
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      try {
        if (equals < 0) {
          builder.env(variable);
        } else {
          builder.env(Map.of(variable.substring(0, equals), variable.substring(equals + 1)));
        }
      } catch (IllegalArgumentException e) {
        throw new BadSettingException("--env " + variable + ": " + e.getMessage());
      }
    }
  }

  private static void grant(LuaEngineBuilder builder, String option, List<String> names)
      throws BadSettingException {
    try {
      builder.grant(names.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new BadSettingException(option + ": " + e.getMessage());
    }
  }

  private void applyPolicy(LuaEngineBuilder builder, PolicySet policies)
      throws BadSettingException {
    builder.policy(policies);
    if (scope != null) {
      builder.scope(policies.group(scope).orElseThrow(() -> noGroup(policies)));
    }
  }

  private BadSettingException noGroup(PolicySet policies) {
    return new BadSettingException(
        "no group `" + scope + "` in `" + policy + "`, it has " + policies.groups());
  }

  private Duration duration() throws BadSettingException {
    try {
      GoDuration parsed = GoDuration.parse(timeout);
      if (parsed.nanos() > 0) {
        return Duration.ofNanos(parsed.nanos());
      }
    } catch (GoParseException e) {
      throw badTimeout();
    }
    throw badTimeout();
  }

  private BadSettingException badTimeout() {
    return new BadSettingException(
        "--timeout `" + timeout + "` is not a duration such as 30s or 1m30s");
  }
}
