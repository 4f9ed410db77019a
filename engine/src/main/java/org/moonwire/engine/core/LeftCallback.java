package org.moonwire.engine.core;

/**
 * A leaf that has called back from compiled code and cannot go on as it is, with the frames of the
 * calls above it.
 *
 * @param isCalling whether the function was being called
 * @param first the innermost frame, null if there are none
 */
record LeftCallback(CallingBack leaf, boolean isCalling, Frame first, Frame last, int count) {}
