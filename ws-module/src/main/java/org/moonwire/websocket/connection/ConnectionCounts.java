package org.moonwire.websocket.connection;

/**
 * What the connections of all engines of one class loader are doing and have done. Bytes are those
 * of message payloads before compression.
 *
 * @param connecting those that are being opened
 * @param open those that are open
 * @param closing those whose closing handshake has begun, or that were lost and are not cleared up
 * @param opened all that were opened so far
 * @param failed attempts that failed so far
 * @param stalls how often reading has paused because a script's channel was full
 */
public record ConnectionCounts(
    int connecting,
    int open,
    int closing,
    long opened,
    long failed,
    long messagesIn,
    long bytesIn,
    long messagesOut,
    long bytesOut,
    long stalls) {}
