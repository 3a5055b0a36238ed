/**
 * The commands of {@code roost}, a class each.
 *
 * <p>{@code run} starts a platform in this process, {@code new} writes a project, {@code check}
 * talks to any agent through its own address. The others talk to a running platform through its
 * management port, by {@link dev.roost.launcher.command.ManagementClient}. Exit codes: 0, 1 when
 * what was asked for did not work, 2 when it was asked for wrongly.
 */
@NullMarked
package dev.roost.launcher.command;

import org.jspecify.annotations.NullMarked;
