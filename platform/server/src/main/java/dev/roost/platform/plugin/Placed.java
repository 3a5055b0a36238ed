package dev.roost.platform.plugin;

import org.jspecify.annotations.Nullable;

/**
 * An instance that runs.
 *
 * @param deploymentId what Vert.x calls it
 * @param thread the thread that started it: the event loop it stays on, if it is on one
 */
record Placed(String deploymentId, @Nullable Thread thread) {}
