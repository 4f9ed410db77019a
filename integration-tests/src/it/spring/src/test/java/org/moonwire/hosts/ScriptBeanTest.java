package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** {@code lang:std}: a bean whose interface a script implements. */
class ScriptBeanTest {

  @Test
  void a_bean_is_implemented_by_the_functions_of_a_file() {
    try (ClassPathXmlApplicationContext context = new ClassPathXmlApplicationContext("beans.xml")) {
      Greeter greeter = context.getBean("greeter", Greeter.class);
      assertEquals("hello, Ada", greeter.greet("Ada"));
      assertEquals("hello, Bob", greeter.greet("Bob"));
      assertEquals(2, greeter.getGreetings());
    }
  }

  @Test
  void a_default_method_stays_what_it_is() {
    try (ClassPathXmlApplicationContext context = new ClassPathXmlApplicationContext("beans.xml")) {
      Greeter greeter = context.getBean("inline", Greeter.class);
      assertEquals("bye, Ada", greeter.farewell("Ada"));
      assertEquals("Ada!", greeter.greet("Ada"));
    }
  }

  @Test
  void a_bean_has_the_methods_of_every_object() {
    try (ClassPathXmlApplicationContext context = new ClassPathXmlApplicationContext("beans.xml")) {
      Object greeter = context.getBean("inline");
      assertEquals(greeter, greeter);
      assertEquals(greeter.hashCode(), greeter.hashCode());
      assertTrue(greeter.toString().length() > 0);
    }
  }
}
