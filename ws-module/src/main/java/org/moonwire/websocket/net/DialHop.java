package org.moonwire.websocket.net;

/**
 * A redirect that was met on the way to a server.
 *
 * @param url who answered, canonical
 * @param status 301, 302, 303, 307 or 308
 * @param location the header that says where to go, as it came
 */
public record DialHop(String url, int status, String location) {}
