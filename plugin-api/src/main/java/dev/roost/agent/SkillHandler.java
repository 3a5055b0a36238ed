package dev.roost.agent;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Runs a skill. */
@FunctionalInterface
public interface SkillHandler {
  /**
   * Answers one task. Called on the verticle's own context: on an event loop it must not block (a
   * handler that blocks is interrupted and its agent moved to worker threads); deploy the agent
   * with {@code "threading": "worker"} or {@code "virtual"} to block freely.
   *
   * @param task the input, and what the platform offers while the task runs
   * @return the result; fail it with {@link dev.roost.protocol.AsapException} to choose the error
   *     that the caller sees; any other failure is logged and answered as an internal error
   * @throws Exception treated like a failed future
   */
  Future<JsonObject> handle(TaskContext task) throws Exception;
}
