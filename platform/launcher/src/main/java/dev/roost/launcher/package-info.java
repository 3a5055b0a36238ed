/**
 * The program {@code roost}: reads the command line, loads the configuration, starts the platform
 * and stops it gracefully.
 *
 * <p>{@link dev.roost.launcher.Roost} is the main class; its commands are in {@code command}.
 * {@link dev.roost.launcher.Platform} is a running platform.
 */
@NullMarked
package dev.roost.launcher;

import org.jspecify.annotations.NullMarked;
