package org.moonwire.it;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Assertions;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** A POM, or a piece of one, to look texts up in by their path below the root element. */
record Pom(Element root) {

  static Pom read(String xml) throws Exception {
    return new Pom(
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getDocumentElement());
  }

  /** Returns the text at this path; it is an error if there is none. */
  String text(String path) throws XPathExpressionException {
    String text = XPathFactory.newInstance().newXPath().evaluate(path, root);
    Assertions.assertFalse(text.isEmpty(), () -> "no `" + path + "` in " + root.getTagName());
    return text;
  }
}
