package org.moonwire.websocket.net;

import java.util.List;
import java.util.Map;

/** How the server answered the upgrade request; the headers under lower-case names, in order. */
public record HandshakeResponse(int status, Map<String, List<String>> headers) {}
