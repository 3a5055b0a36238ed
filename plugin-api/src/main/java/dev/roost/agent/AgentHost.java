package dev.roost.agent;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Payload;
import dev.roost.protocol.StateSnapshot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;

/** What the platform offers to the agents of one deployed plugin. Implemented by the platform. */
public interface AgentHost {
  /** The plugin's id; it stands in every log line about the agent. */
  String pluginId();

  /** Which load of the plugin this is; unique on the node, counting up. */
  long generation();

  /** The agent's own configuration: {@code plugin.agents.<urn>.config}; empty by default. */
  JsonObject config(AgentUrn agent);

  /**
   * Compiles a JSON Schema.
   *
   * @throws IllegalArgumentException if the schema is not valid, saying where
   */
  SchemaCheck compile(JsonObject schema);

  /**
   * Makes the agent known to the gateway. Called by each instance on its own context, after it has
   * registered {@code instanceAddress}.
   *
   * @param manifest what the agent is
   * @param instanceAddress where this instance of it listens
   * @param running how many tasks the instance is running; asked from any thread
   * @return completes when the platform has taken note of the instance; fails if it does not want
   *     it
   */
  Future<Void> publish(Manifest manifest, String instanceAddress, IntSupplier running);

  /**
   * Takes the instance back; one that is not known is no failure.
   *
   * @param manifest what the agent is
   * @param instanceAddress where the instance listens
   * @return completes when no new task is sent to the instance
   */
  Future<Void> withdraw(Manifest manifest, String instanceAddress);

  /**
   * Sends a request to another agent, wherever it runs.
   *
   * @param request carries a task request
   * @param deadlineMillis when the answer is no longer wanted, in milliseconds since the epoch
   * @return its answer, or an {@link dev.roost.protocol.AsapException}
   */
  Future<Envelope> call(Envelope request, long deadlineMillis);

  /**
   * Cancels the task that {@link #call} began; does nothing if it has ended.
   *
   * @param request what was sent
   */
  void cancelCall(Envelope request);

  /**
   * Finds the agents that have a skill.
   *
   * @param asking the agent that wants to know; it is not among them
   * @param skillId the skill, as their manifests name it
   * @return in an order that stays; does not fail because some agent does not answer
   */
  Future<List<AgentUrn>> findAgents(AgentUrn asking, String skillId);

  /**
   * Tells an agent which agents of this platform have a skill, from now on.
   *
   * @param asking the agent that wants to know; it is not told of itself
   * @param skillId the skill, as their manifests name it
   * @param context where the listener is called
   * @throws IllegalStateException if there are too many watches
   */
  AgentWatch watchAgents(AgentUrn asking, String skillId, Executor context, AgentListener listener);

  /**
   * Tells the platform that a task runs now, and how it is reached while it does. Called on the
   * agent's context; does not block.
   */
  void begun(String taskId, TaskHandle handle);

  /**
   * Appends to the log of a running task. Called on the agent's context; does not block.
   *
   * @param news a {@link dev.roost.protocol.TaskUpdate}, {@link dev.roost.protocol.TaskStream} or
   *     {@link dev.roost.protocol.ArtifactNotify}
   * @return completes when the next news are wanted: at once, unless somebody reads the task's
   *     stream more slowly than it is written; fails with {@link dev.roost.protocol.AsapException}
   *     if the task cannot take such news in its state
   */
  Future<Void> tell(String taskId, Payload news);

  /**
   * Keeps a version of a task's state.
   *
   * @return the snapshot, numbered one higher than the last
   */
  Future<StateSnapshot> saveState(String taskId, JsonObject data, boolean checkpoint);

  /** The newest version of a task's state. */
  Future<Optional<StateSnapshot>> loadState(String taskId);
}
