/**
 * Makes the static site of the manual out of the repository's Markdown: {@code mvn -Psite}. One
 * page of HTML for each of Markdown, a search that needs no server, and a jar of both.
 */
package org.moonwire.site;
