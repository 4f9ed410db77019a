/**
 * What Java code holds of a script: what keeps its realm and engine alive meanwhile, what a call
 * through it runs with, and the task that called a module. Internal.
 */
package org.moonwire.engine.handles;
