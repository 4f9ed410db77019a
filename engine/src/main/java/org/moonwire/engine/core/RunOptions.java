package org.moonwire.engine.core;

import java.io.Reader;
import java.io.Writer;
import java.time.Duration;

/** Stub. */
public record RunOptions(Duration timeout, Object security, Writer out, Writer err, Reader in) {}
