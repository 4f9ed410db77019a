package org.moonwire.hosts;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.script.Bindings;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;

/**
 * Runs {@code talk.lua} and answers with what it returns. It never closes the engine, and keeps
 * what it has in a static field.
 */
public final class TalkServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final Queue<Object> KEPT = new ConcurrentLinkedQueue<>();

  private transient ScriptEngine lua;

  @Override
  @SuppressWarnings("unchecked")
  public void init() throws ServletException {
    lua = new ScriptEngineManager().getEngineByName("lua");
    if (lua == null) {
      throw new ServletException("no engine");
    }
    Queue<WeakReference<ClassLoader>> loaders =
        (Queue<WeakReference<ClassLoader>>)
            System.getProperties()
                .computeIfAbsent("moonwire.loaders", key -> new ConcurrentLinkedQueue<>());
    KEPT.add(lua);
    loaders.add(new WeakReference<>(getClass().getClassLoader()));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setContentType("text/plain");
    response.setCharacterEncoding("UTF-8");
    Bindings globals = lua.createBindings();
    globals.put("url", request.getParameter("url"));
    try (Reader script =
        new InputStreamReader(
            getClass().getResourceAsStream("/talk.lua"), StandardCharsets.UTF_8)) {
      response.getWriter().print(lua.eval(script, globals));
      getServletContext().setAttribute("globals", globals);
      KEPT.add(globals);
    } catch (ScriptException e) {
      throw new ServletException(e);
    }
  }
}
