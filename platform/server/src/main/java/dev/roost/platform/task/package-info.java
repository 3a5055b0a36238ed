/**
 * The life of tasks on this node.
 *
 * <p>A live task is in {@link dev.roost.platform.task.LiveTasks}, the node's bounded table, from
 * its acceptance until its answer, whoever asked for it. The {@code task} verticle answers for the
 * table to everyone else.
 */
@NullMarked
package dev.roost.platform.task;

import org.jspecify.annotations.NullMarked;
