package org.moonwire.websocket.load;

/**
 * One operation of a user. Times are nanoseconds, sizes bytes of messages.
 *
 * @param user from 1
 * @param elapsed the whole time
 * @param connect of it for opening a connection
 * @param latency of it up to the first message, or the answer to the handshake
 * @param code that of the handshake or the close, or what kind of failure it is
 */
record Sample(
    int user,
    String label,
    boolean ok,
    long elapsed,
    long connect,
    long latency,
    long sent,
    long received,
    long messagesSent,
    long messagesReceived,
    String code,
    String message,
    String url) {}
