package org.moonwire.site;

/**
 * A heading and what follows it up to the next one.
 *
 * @param level 1 for the page's title
 * @param anchor the heading's id, as GitHub makes it
 * @param title the words of the heading
 * @param text the words below it, for the search
 */
record Section(int level, String anchor, String title, String text) {}
