/**
 * The life of tasks on this node.
 *
 * <p>A live task is in {@link dev.roost.platform.task.LiveTasks}, the node's bounded table, from
 * its acceptance until its end, whoever asked for it. Its states and its log are a {@link
 * dev.roost.platform.task.TaskCourse}; who reads the log is a {@link
 * dev.roost.platform.task.TaskFollowing}. When it has ended it is in the state backend, and {@link
 * dev.roost.platform.task.TaskViews} shows its owner both. The {@code task} verticle answers for
 * the table to everyone else.
 */
@NullMarked
package dev.roost.platform.task;

import org.jspecify.annotations.NullMarked;
