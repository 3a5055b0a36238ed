package dev.roost.platform.plugin;

import dev.roost.platform.discovery.AgentCalls;
import dev.roost.platform.discovery.Discovery;
import dev.roost.platform.task.LiveTasks;
import dev.roost.spi.SnapshotStore;

/**
 * What the platform has for the agents of every plugin.
 *
 * @param discovery where agents become known
 * @param agents how they call each other
 * @param tasks what they run
 * @param snapshots where the states of tasks are kept
 */
public record HostServices(
    Discovery discovery, AgentCalls agents, LiveTasks tasks, SnapshotStore snapshots) {}
