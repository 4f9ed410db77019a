package org.moonwire.hosts;

import java.util.Locale;
import java.util.Map;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.script.ScriptTemplateConfigurer;
import org.springframework.web.servlet.view.script.ScriptTemplateViewResolver;

/** An application with one view that a script renders. */
final class ScriptViews implements AutoCloseable {
  private final GenericWebApplicationContext context =
      new GenericWebApplicationContext(new MockServletContext());
  private final View view;

  ScriptViews(ScriptTemplateConfigurer configurer, String name, String suffix) throws Exception {
    context.registerBean(ScriptTemplateConfigurer.class, () -> configurer);
    context.refresh();
    ScriptTemplateViewResolver resolver = new ScriptTemplateViewResolver("", suffix);
    resolver.setApplicationContext(context);
    view = resolver.resolveViewName(name, Locale.ROOT);
  }

  /** What a request with this model is answered with. */
  String render(Map<String, Object> model) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE, context);
    MockHttpServletResponse response = new MockHttpServletResponse();
    view.render(model, request, response);
    return response.getContentAsString().strip();
  }

  @Override
  public void close() {
    context.close();
  }
}
