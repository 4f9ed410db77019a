/**
 * Decides what a program may do: an actor, a scope of policies, an action and a resource give
 * allow, deny or undefined.
 *
 * <p>A policy file goes through a pipeline of immutable types: YAML text, a document with source
 * positions, compiled policies, a decision with its reasons. Everything is parsed when a policy is
 * built and nothing while it is evaluated. No type here knows Lua, {@code javax.script} or
 * WebSocket connections; {@link org.moonwire.policy.WebSocketUrl} only reads their URLs, because
 * the patterns of a policy and the URL about to be dialled must be spelled by the same rules.
 */
package org.moonwire.policy;
