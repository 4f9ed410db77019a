package org.moonwire.engine.json;

import org.moonwire.engine.core.Table;

/**
 * What {@code {}} was read as: while it is empty, it is written as {@code {}} again and not as
 * {@code []} (SPEC R-41).
 */
final class DecodedObject extends Table {}
