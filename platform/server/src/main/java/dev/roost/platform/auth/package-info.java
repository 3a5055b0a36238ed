/**
 * Who is calling: credentials to a {@link dev.roost.spi.Principal}.
 *
 * <p>The {@code auth} verticle answers on {@code roost.auth.authenticate} for every binding. What
 * the gateway keeps of its answers is bounded and short-lived. Tokens are kept as hashes only.
 */
@NullMarked
package dev.roost.platform.auth;

import org.jspecify.annotations.NullMarked;
