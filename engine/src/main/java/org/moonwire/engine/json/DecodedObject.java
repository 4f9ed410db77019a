package org.moonwire.engine.json;

import org.moonwire.engine.core.Table;

/**
 * What {@code {}} was read as: while it is empty, it is written as {@code {}} again and not as
 * {@code []} (engine/manual/json.md).
 */
final class DecodedObject extends Table {}
