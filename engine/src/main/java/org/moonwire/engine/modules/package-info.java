/**
 * The modules that every engine has: {@code time}, {@code json}, {@code errors}, {@code security}.
 */
package org.moonwire.engine.modules;
