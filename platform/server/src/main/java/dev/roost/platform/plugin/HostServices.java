package dev.roost.platform.plugin;

import dev.roost.platform.discovery.AgentCalls;
import dev.roost.platform.discovery.Discovery;
import dev.roost.protocol.TaskUpdate;
import java.util.function.Consumer;

/** What the platform has for the agents of every plugin. */
record HostServices(Discovery discovery, AgentCalls agents, Consumer<TaskUpdate> progress) {}
