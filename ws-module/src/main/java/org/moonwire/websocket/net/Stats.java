package org.moonwire.websocket.net;

import java.time.Duration;

/**
 * What went through a connection so far. Bytes are those of message payloads before compression;
 * {@code wire} bytes are those payloads as they were on the wire.
 *
 * @param stalls how often reading has paused because the inbox was full
 * @param lastRoundTrip the time the last answered ping took, null if there was none
 */
public record Stats(
    long messagesIn,
    long bytesIn,
    long wireBytesIn,
    long messagesOut,
    long bytesOut,
    long wireBytesOut,
    long stalls,
    Duration lastRoundTrip) {}
