/**
 * What engines do, as numbers for management tools: an MXBean, and a binder for Micrometer. A host
 * asks for either; see {@code engine/manual/metrics.md}.
 */
package org.moonwire.engine.metrics;
