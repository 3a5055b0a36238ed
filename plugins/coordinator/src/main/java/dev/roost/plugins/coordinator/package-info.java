/**
 * The agent that asks others: it finds those that have a skill, passes a task on to all of them at
 * once, and joins what they answer. A pattern for agents of your own that divide work.
 *
 * <p>{@link dev.roost.plugins.coordinator.CoordinatorAgent} takes the task, {@link
 * dev.roost.plugins.coordinator.Order} is what it is asked for, {@link
 * dev.roost.plugins.coordinator.FanOut} is one task while it runs.
 */
@NullMarked
package dev.roost.plugins.coordinator;

import org.jspecify.annotations.NullMarked;
