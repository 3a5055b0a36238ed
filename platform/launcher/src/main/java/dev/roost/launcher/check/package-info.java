/**
 * Asks an agent, anywhere, whether it is a good peer.
 *
 * <p>A {@link dev.roost.launcher.check.Check} is one rule of the protocol with the question that
 * tries it. {@link dev.roost.launcher.check.Checks} lists them all: those of the two harnesses of
 * the protocol's reference under their own names, so that scores can be compared, and in a category
 * of their own those that the harnesses leave out although peers stumble over them. A {@link
 * dev.roost.launcher.check.CheckRun} puts them to a {@link dev.roost.launcher.check.Peer} and makes
 * a {@link dev.roost.launcher.check.Report}.
 *
 * <p>A question returns what is to be said of a rule that is kept, and throws {@link
 * dev.roost.launcher.check.UnmetException} where it is broken. A peer may answer anything, late or
 * never: time and size of every exchange are bounded.
 */
@NullMarked
package dev.roost.launcher.check;

import org.jspecify.annotations.NullMarked;
