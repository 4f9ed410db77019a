package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Verifier;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.script.Bindings;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.it.EchoServer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The jar as a bundle, found the ways Sling and openHAB find engines: by file and by service. */
class OsgiTest {
  private static final String SERVICE = "META-INF/services/javax.script.ScriptEngineFactory";

  private static final Pattern ONLY_LEFT_OUT =
      Pattern.compile(
          "Unresolved references to \\[(org\\.moonwire\\.shaded\\.[\\w.]+(, )?)+\\].*",
          Pattern.DOTALL);

  @TempDir private Path folder;

  private static File jar() {
    return Path.of(System.getProperty("moonwire.jar")).normalize().toFile();
  }

  private static Stream<File> jars() {
    return Stream.of(jar(), module("policy"), module("engine"), module("websocket"));
  }

  private static File module(String name) {
    String id = "moonwire-" + name;
    String version = System.getProperty("moonwire.version");
    Path repository = Path.of(System.getProperty("localRepository"));
    Path folder = repository.resolve(Path.of("org", "moonwire", id, version));
    return folder.resolve(id + "-" + version + ".jar").toFile();
  }

  @ParameterizedTest
  @MethodSource("jars")
  void bnd_finds_nothing_wrong(File jar) throws Exception {
    try (Jar checked = new Jar(jar);
        Verifier verifier = new Verifier(checked)) {
      verifier.verify();
      // Tyrus and JLine name parts of theirs that we leave out.
      List<String> errors = new ArrayList<>(verifier.getErrors());
      errors.removeIf(error -> ONLY_LEFT_OUT.matcher(error).matches());
      assertEquals(List.of(), errors);
      assertEquals(List.of(), verifier.getWarnings());
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void module_and_bundle_have_the_same_name_and_packages(File jar) throws Exception {
    try (JarFile file = new JarFile(jar);
        InputStream in = file.getInputStream(file.getEntry("module-info.class"))) {
      ModuleDescriptor module = ModuleDescriptor.read(in);
      Attributes main = file.getManifest().getMainAttributes();
      assertEquals(module.name(), main.getValue(Constants.BUNDLE_SYMBOLICNAME));
      TreeSet<String> exported = new TreeSet<>();
      module.exports().forEach(e -> exported.add(e.source()));
      Parameters packages = new Parameters(main.getValue(Constants.EXPORT_PACKAGE));
      assertEquals(exported, new TreeSet<>(packages.keySet()), jar::getName);
    }
  }

  @Test
  void the_bundle_imports_what_its_classes_use() throws Exception {
    try (Jar jar = new Jar(jar());
        Analyzer analyzer = new Analyzer(jar)) {
      analyzer.setProperty(Constants.IMPORT_PACKAGE, "*");
      analyzer.calcManifest();
      TreeSet<String> used = new TreeSet<>();
      analyzer.getImports().keySet().forEach(ref -> used.add(ref.getFQN()));
      used.removeIf(name -> name.startsWith("java.") || name.startsWith("org.moonwire."));
      TreeSet<String> imported = new TreeSet<>();
      String header = jar.getManifest().getMainAttributes().getValue(Constants.IMPORT_PACKAGE);
      analyzer.parseHeader(header).keySet().forEach(imported::add);
      assertEquals(String.join("\n", used), String.join("\n", imported));
    }
  }

  private Framework framework() throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, folder.resolve("bundles").toString());
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(settings);
    framework.start();
    return framework;
  }

  private static List<ScriptEngineFactory> factories(Bundle bundle) throws Exception {
    List<ScriptEngineFactory> found = new ArrayList<>();
    URL services = bundle.getEntry(SERVICE);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(services.openStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        found.add(
            (ScriptEngineFactory)
                bundle.loadClass(line.strip()).getDeclaredConstructor().newInstance());
      }
    }
    return found;
  }

  /** What is to be done with an engine out of the bundle. */
  private interface Visit {
    void with(ScriptEngineManager manager) throws Exception;
  }

  /** A manager that knows the bundle's engine alone, as Sling and openHAB fill theirs. */
  private void visit(Visit visit) throws Exception {
    Framework framework = framework();
    try {
      Bundle bundle = framework.getBundleContext().installBundle(jar().toURI().toString());
      bundle.start();
      ScriptEngineManager manager = new ScriptEngineManager(new ClassLoader(null) {});
      for (ScriptEngineFactory factory : factories(bundle)) {
        factory.getNames().forEach(name -> manager.registerEngineName(name, factory));
        factory.getExtensions().forEach(name -> manager.registerEngineExtension(name, factory));
        factory.getMimeTypes().forEach(name -> manager.registerEngineMimeType(name, factory));
      }
      visit.with(manager);
      bundle.stop();
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }

  @Test
  void sling_finds_the_engine_by_extension_and_evaluates_in_scopes_of_its_own() throws Exception {
    visit(
        manager -> {
          ScriptContext context = new SlingContext();
          context.getBindings(SlingContext.RESOURCE).put("resource", "/content");
          context.getBindings(ScriptContext.ENGINE_SCOPE).put("request", "GET");
          ScriptEngine engine = manager.getEngineByExtension("lua");
          assertEquals("GET /content", engine.eval("return request .. ' ' .. resource", context));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/x-lua", "application/x-lua", "text/lua", "application/lua"})
  void openhab_finds_the_engine_by_mime_type_and_tells_it_of_its_end(String type) throws Exception {
    visit(
        manager -> {
          ScriptEngine engine = manager.getEngineByMimeType(type);
          Invocable script = assertInstanceOf(Invocable.class, engine);
          engine.eval("items = {} function scriptUnloaded() items = nil end");
          assertThrows(
              NoSuchMethodException.class, () -> script.invokeFunction("scriptLoaded", "id"));
          script.invokeFunction("scriptUnloaded");
          assertNull(engine.get("items"));
          assertInstanceOf(AutoCloseable.class, engine).close();
          assertThrows(ScriptException.class, () -> engine.eval("return 1"));
        });
  }

  /** Looks for what NiFi's processors look for: a language, and functions or an interface. */
  public interface Processor {
    /** Called by the framework. */
    String onTrigger(String content);
  }

  @Test
  void nifi_finds_the_engine_by_its_language_and_takes_an_object_of_the_script() throws Exception {
    visit(
        manager -> {
          ScriptEngineFactory factory = manager.getEngineByName("lua").getFactory();
          assertEquals("Lua", factory.getLanguageName());
          ScriptEngine engine = factory.getScriptEngine();
          engine.eval(
              "processor = { onTrigger = function(self, content) return content:upper() end }");
          Object processor = engine.get("processor");
          Invocable script = assertInstanceOf(Invocable.class, engine);
          assertEquals("FLOW", script.invokeMethod(processor, "onTrigger", "flow"));
          assertEquals("FLOW", script.getInterface(processor, Processor.class).onTrigger("flow"));
        });
  }

  private static File mediator() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(File::new)
        .filter(file -> file.getName().startsWith("org.apache.aries.spifly."))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_mediator_registers_the_factory_as_a_service_while_the_bundle_runs() throws Exception {
    Framework framework = framework();
    try {
      BundleContext context = framework.getBundleContext();
      context.installBundle(mediator().toURI().toString());
      Bundle bundle = context.installBundle(jar().toURI().toString());
      bundle.start();
      var service = context.getServiceReference(ScriptEngineFactory.class);
      assertEquals(42, context.getService(service).getScriptEngine().eval("return 6 * 7"));
      bundle.stop();
      assertNull(context.getServiceReference(ScriptEngineFactory.class));
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }

  /** As Sling has it: scopes below, between and above the two, and no global bindings. */
  private static final class SlingContext extends SimpleScriptContext {
    static final int RESOURCE = -314;
    private static final List<Integer> SCOPES = List.of(RESOURCE, 100, 200);

    private final Bindings resource = new SimpleBindings();

    SlingContext() {
      setBindings(null, GLOBAL_SCOPE);
    }

    @Override
    public List<Integer> getScopes() {
      return SCOPES;
    }

    @Override
    public Bindings getBindings(int scope) {
      return scope == RESOURCE ? resource : super.getBindings(scope);
    }

    @Override
    public Object getAttribute(String name) {
      return resource.containsKey(name) ? resource.get(name) : super.getAttribute(name);
    }
  }

  @Test
  void a_script_in_a_bundle_talks_to_a_web_socket() throws Exception {
    Framework framework = framework();
    try (EchoServer server = EchoServer.start()) {
      Bundle bundle = framework.getBundleContext().installBundle(jar().toURI().toString());
      bundle.start();
      ScriptEngine engine = factories(bundle).get(0).getScriptEngine();
      engine.put("url", server.url("/echo"));
      Object answer =
          engine.eval(
              "local client = assert(require('websocket').connect(url)) client:send('bundled')"
                  + " local message = client:channel():receive() client:close()"
                  + " return message.data");
      assertEquals("bundled", answer);
      bundle.stop();
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }
}
