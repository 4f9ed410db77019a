/**
 * Decides what a program may do: an actor, a scope of policies, an action and a resource give
 * allow, deny or undefined.
 *
 * <p>A policy file goes through a pipeline of immutable types: YAML text, a document with source
 * positions, compiled policies, a decision with its reasons. Everything is parsed when a policy is
 * built and nothing while it is evaluated. No type here knows Lua, {@code javax.script} or
 * WebSocket connections; {@link org.moonwire.policy.WebSocketUrl} only reads their URLs, because
 * the patterns of a policy and the URL about to be dialled must be spelled by the same rules.
 *
 * <p>The words are those of Cedar, with two of our own:
 *
 * <ul>
 *   <li>{@code Request}: one call, as Cedar's request; actor, action, resource and meta are its
 *       principal, action, resource and context.
 *   <li>{@link org.moonwire.policy.Decision}: allow, deny or undefined, which is Cedar's implicit
 *       deny.
 *   <li>{@link org.moonwire.policy.Explanation}: a decision with its reasons, Cedar's response with
 *       its diagnostics.
 *   <li>{@code PolicyResult}: what one policy says about a request, before policies are combined.
 *   <li>{@link org.moonwire.policy.Question}: a request to try on a scope, completed as the program
 *       would complete it.
 *   <li>{@link org.moonwire.policy.Verdict}: an explanation and what the program was told, as an
 *       audit log records it.
 * </ul>
 *
 * <p>The package is flat on purpose. Its stages (reading, patterns and URLs, conditions, indexes,
 * decisions, audit) share a few types with each other and with the public ones, such as {@code
 * Request} and {@code Position}. Packages between them would make about forty of those types
 * public, and of all hosts only those on the module path would not see them.
 *
 * <h2>What to know when writing policies</h2>
 *
 * <ul>
 *   <li>Connecting asks twice: {@code websocket.connect} with an empty resource, which only {@code
 *       "*"} or an empty item of a list fits, then {@code websocket.connect.url} with the canonical
 *       URL.
 *   <li>A final {@code .*} also fits without its dot: {@code websocket.connect.*} fits {@code
 *       websocket.connect}. Not so in the host of a URL, where {@code *} stands for letters,
 *       digits, hyphens and dots.
 *   <li>A URL pattern without a port means the default port. {@code wss://bad.org:*}{@code /*}
 *       means all of them; a pattern that ends with {@code *} right after the host does too. A lone
 *       {@code *} is the only host pattern that fits IPv6 addresses as well.
 *   <li>A path is not a good thing to deny: servers may read {@code /admin} and {@code /%61dmin} as
 *       one, this package does not. Allow paths instead.
 *   <li>A condition on a missing field is false, for every operator but {@code exists} and {@code
 *       nexists}. So a deny policy with such a condition does not deny: add an {@code nexists}
 *       policy if the field must be there.
 *   <li>A condition that cannot be evaluated, such as {@code lt} on a text, makes an allow policy
 *       undefined and a deny policy deny, unless another condition of the policy is false.
 *   <li>In an expression a missing field is an error, not false: write {@code has(meta.owner)}
 *       first. A regular expression must be written there as a text in quotes.
 * </ul>
 */
package org.moonwire.policy;
