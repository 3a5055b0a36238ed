package dev.roost.platform.plugin;

import dev.roost.agent.AgentHost;
import dev.roost.agent.AgentListener;
import dev.roost.agent.AgentWatch;
import dev.roost.agent.SchemaCheck;
import dev.roost.agent.TaskHandle;
import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.platform.discovery.AgentRecord;
import dev.roost.platform.discovery.Discovery;
import dev.roost.platform.discovery.SkillSchemas;
import dev.roost.platform.task.GuestTask;
import dev.roost.platform.task.TaskViews;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Payload;
import dev.roost.protocol.StateSnapshot;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The part of the platform that all agents see alike, wherever they come from. */
abstract class LocalHost implements AgentHost {
  private final String owner;
  private final long generation;
  private final HostServices services;

  /**
   * @param owner the plugin's id, or the verticle's name
   */
  LocalHost(String owner, long generation, HostServices services) {
    this.owner = owner;
    this.generation = generation;
    this.services = services;
  }

  @Override
  public final String pluginId() {
    return owner;
  }

  @Override
  public final long generation() {
    return generation;
  }

  @Override
  public final SchemaCheck compile(JsonObject schema) {
    return SkillSchemas.compile(schema);
  }

  @Override
  public final Future<Envelope> call(Envelope request, long deadlineMillis) {
    return services.agents().callBelow(request.recipient(), request, deadlineMillis);
  }

  @Override
  public final void cancelCall(Envelope request) {
    services.agents().cancelBelow(request);
  }

  @Override
  public final Future<List<AgentUrn>> findAgents(AgentUrn asking, String skillId) {
    return discovery().search().find(skillId, asking);
  }

  @Override
  public final AgentWatch watchAgents(
      AgentUrn asking, String skillId, Executor context, AgentListener listener) {
    return discovery().watches().add(asking, skillId, context, listener);
  }

  @Override
  public final void begun(String taskId, TaskHandle handle) {
    services.tasks().begun(taskId, handle);
  }

  @Override
  public final Future<Void> tell(String taskId, Payload news) {
    return services.tasks().tell(taskId, news);
  }

  @Override
  public final Future<StateSnapshot> saveState(String taskId, JsonObject data, boolean checkpoint) {
    Optional<GuestTask> guest = services.tasks().guest(taskId);
    if (guest.isPresent()) {
      return guest.get().save(data, checkpoint);
    }
    if (services.tasks().isForeign(taskId)) {
      return Future.failedFuture(TaskViews.notFound(taskId));
    }
    return services
        .tasks()
        .lease(taskId)
        .map(lease -> services.snapshots().save(lease, data, checkpoint))
        .orElseGet(() -> services.snapshots().save(taskId, data, checkpoint));
  }

  @Override
  public final Future<Optional<StateSnapshot>> loadState(String taskId) {
    return services
        .tasks()
        .guest(taskId)
        .map(GuestTask::load)
        .orElseGet(() -> services.snapshots().latest(taskId));
  }

  /** Notes an instance that is up; called on its own context. */
  final void enter(Manifest manifest, String instanceAddress, IntSupplier running) {
    @Nullable Thread loop = Context.isOnEventLoopThread() ? Thread.currentThread() : null;
    directory().addInstance(manifest.id(), generation, instanceAddress, loop, running);
  }

  /** Forgets an instance. */
  final void leave(Manifest manifest, String instanceAddress) {
    directory().removeInstance(manifest.id(), generation, instanceAddress);
  }

  /** Makes an agent known; completes when this node's tasks go to it. */
  final Future<Void> announce(Manifest manifest) {
    return discovery()
        .publish(record(manifest))
        .compose(known -> directory().awaitServing(manifest.id(), generation));
  }

  /** Takes back what {@link #announce(Manifest)} made known. */
  final Future<Void> retract(Manifest manifest) {
    return discovery().withdraw(record(manifest));
  }

  private AgentRecord record(Manifest manifest) {
    return new AgentRecord(manifest.id(), manifest, directory().node(), generation, owner);
  }

  private AgentDirectory directory() {
    return discovery().directory();
  }

  private Discovery discovery() {
    return services.discovery();
  }
}
