/**
 * The doors between the platform and its other kinds of plugins.
 *
 * <p>A {@link dev.roost.spi.Binding} brings messages from a transport to the {@link
 * dev.roost.spi.Gateway}, the only door it has: bytes in a {@link dev.roost.spi.Frame}, who sent
 * them in a {@link dev.roost.spi.Caller}, a {@link dev.roost.spi.Reply} back.
 */
@NullMarked
package dev.roost.spi;

import org.jspecify.annotations.NullMarked;
