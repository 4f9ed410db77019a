/** Closes the engines of a web application at its end; needs the Jakarta Servlet API. */
package org.moonwire.engine.web;
