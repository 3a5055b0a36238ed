/**
 * State in one file, by SQLite. What was written outlives the process and, as far as the disk keeps
 * its word, the machine: each commit waits for it.
 *
 * <p>One thread writes and commits what waits together; a few read, each by a connection of its
 * own. A database that fails takes no writes until a probe succeeds.
 */
@NullMarked
package dev.roost.platform.state.sqlite;

import org.jspecify.annotations.NullMarked;
