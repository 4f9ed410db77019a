/** JSON Schema, drafts 7 and 2020-12: what {@code json.validate} does. */
package org.moonwire.engine.schema;
