package dev.roost.platform.plugin;

import dev.roost.platform.discovery.UpkeepThread;
import dev.roost.platform.plugin.PluginState.Discovered;
import dev.roost.platform.plugin.PluginState.Draining;
import dev.roost.platform.plugin.PluginState.Starting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves slots from one generation to the next: the new one comes up beside the old one, takes its
 * place, and the old one is drained and closed. Used on the upkeep thread only.
 */
final class Rollout {
  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

  private final UpkeepThread upkeep;
  private final PluginDeployer deployer;
  private final Slots slots;
  private final Runnable changed;
  private final Map<AgentGeneration, Draining> closing = new HashMap<>();
  private final Set<Future<Void>> work = new HashSet<>();

  /**
   * @param slots what serves or is on its way
   * @param changed told, on the upkeep thread, when a slot or a generation has moved on
   */
  Rollout(UpkeepThread upkeep, PluginDeployer deployer, Slots slots, Runnable changed) {
    this.upkeep = upkeep;
    this.deployer = deployer;
    this.slots = slots;
    this.changed = changed;
  }

  /** Keeps what is deployed from now on off a loop that does not come back. */
  void avoid(Thread loop) {
    deployer.avoid(loop);
  }

  /** The generations that serve no more and are not gone yet. */
  Map<AgentGeneration, Draining> closing() {
    return Collections.unmodifiableMap(closing);
  }

  /** Deploys a plugin beside what its slot serves now, and swaps the two when it is up. */
  void deploy(Slot slot, VerifiedPlugin plugin, Optional<Candidate> candidate) {
    long number = deployer.nextGeneration();
    Starting starting = new Discovered().verified(plugin.descriptor()).starting(number);
    slot.begin(plugin, starting);
    boolean quarantined = slot.isQuarantined(plugin.sha256());
    track(
        upkeep
            .back(deployer.deploy(plugin, number, quarantined))
            .transform(
                (generation, failure) -> {
                  if (failure == null) {
                    swap(slot, generation, starting);
                  } else {
                    refuse(slot, plugin, candidate, starting, failure);
                  }
                  changed.run();
                  return Future.succeededFuture();
                }));
    changed.run();
  }

  private void swap(Slot slot, AgentGeneration generation, Starting starting) {
    AgentGeneration old = slot.current();
    slot.served(generation, starting.serving());
    LOG.atInfo()
        .addKeyValue("plugin", slot.id())
        .addKeyValue("version", generation.plugin().descriptor().version())
        .addKeyValue("generation", generation.number())
        .addKeyValue("agents", generation.urns())
        .log("A plugin serves");
    if (old != null) {
      close(old);
    }
  }

  private void refuse(
      Slot slot,
      VerifiedPlugin plugin,
      Optional<Candidate> candidate,
      Starting starting,
      Throwable failure) {
    String reason = starting.failed(PluginDeployer.reason(failure)).reason();
    slot.refused();
    candidate.ifPresent(file -> file.failed(reason));
    if (slot.current() == null) {
      slots.remove(slot);
    }
    LOG.atError()
        .setCause(failure)
        .addKeyValue("plugin", slot.id())
        .addKeyValue("version", plugin.descriptor().version())
        .addKeyValue("file", slot.file())
        .addKeyValue("reason", reason)
        .log("A plugin did not start; what served before goes on serving");
  }

  /** Takes a plugin away: its agents finish what they have. */
  void remove(Slot slot) {
    slots.remove(slot);
    AgentGeneration current = slot.current();
    if (current != null) {
      LOG.atInfo()
          .addKeyValue("plugin", slot.id())
          .addKeyValue("generation", current.number())
          .log("A plugin is taken away");
      close(current);
    }
  }

  /** Retires first, so that no task meets an agent that is going. */
  private void close(AgentGeneration generation) {
    closing.put(generation, generation.draining());
    track(
        upkeep
            .back(deployer.retire(generation))
            .transform(
                done -> {
                  logStopped(closing.remove(generation));
                  changed.run();
                  return Future.succeededFuture();
                }));
  }

  private static void logStopped(Draining draining) {
    LOG.atInfo()
        .addKeyValue("plugin", draining.descriptor().id())
        .addKeyValue("generation", draining.stopped().generation())
        .log("A generation is gone");
  }

  /** Completes when nothing is being deployed or closed. */
  Future<Void> settled() {
    List<Future<Void>> open = work.stream().filter(item -> !item.isComplete()).toList();
    return open.isEmpty()
        ? Future.succeededFuture()
        : upkeep.back(Future.join(open)).compose(done -> settled());
  }

  /** Keeps only whether it is done: the future itself holds the generation. */
  private void track(Future<Void> item) {
    Promise<Void> done = Promise.promise();
    item.onComplete(outcome -> done.tryComplete());
    work.removeIf(Future::isComplete);
    work.add(done.future());
  }
}
