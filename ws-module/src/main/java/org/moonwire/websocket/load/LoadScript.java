package org.moonwire.websocket.load;

import java.util.List;

/**
 * The script of a load test.
 *
 * @param name how error messages call it
 * @param source its code, in any encoding
 * @param arguments what it gets as {@code ...} and {@code arg}
 */
@SuppressWarnings("ArrayRecordComponent") // it is handed on, never compared
public record LoadScript(String name, byte[] source, List<String> arguments) {}
