/**
 * What an eval runs with: time limit, memory limit, actor and scope, read from attributes, builder,
 * system properties and the policy file.
 */
package org.moonwire.engine.settings;
