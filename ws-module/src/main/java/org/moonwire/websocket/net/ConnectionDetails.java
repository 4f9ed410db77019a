package org.moonwire.websocket.net;

import java.net.SocketAddress;
import javax.net.ssl.SSLSession;
import org.moonwire.policy.WebSocketUrl;

/**
 * What a connection was made of.
 *
 * @param url the URL that was dialled last
 * @param local our end, null if it is not known
 * @param remote the other end of the TCP connection, which is the proxy's if there is one; null if
 *     it is not known
 * @param proxy the proxy's URL without its login; null if there is none
 * @param tls null without TLS
 * @param serverName the name that the certificate was asked for; null without TLS
 * @param compression null if messages are not compressed
 */
public record ConnectionDetails(
    WebSocketUrl url,
    SocketAddress local,
    SocketAddress remote,
    String proxy,
    SSLSession tls,
    String serverName,
    String compression) {}
