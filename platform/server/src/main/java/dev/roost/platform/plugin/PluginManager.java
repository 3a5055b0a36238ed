package dev.roost.platform.plugin;

import dev.roost.platform.discovery.Deadlines;
import dev.roost.platform.discovery.UpkeepThread;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what runs in step with what is in the plugins directory: decides what is deployed and what
 * goes; how is the matter of {@link Rollout}. Everything in here happens on one worker context, one
 * thing after the other: reading files may block, and no event loop that a plugin could block is
 * needed to get anything done.
 */
final class PluginManager {
  /** So long a plugin whose file is gone goes on serving while another file is still arriving. */
  private static final long HEIR_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(PluginManager.class);

  private final UpkeepThread upkeep;
  private final PluginConfig config;
  private final PluginStore store;
  private final Intake intake;
  private final Slots slots = new Slots();
  private final Rollout rollout;
  private volatile List<PluginDescription> listing = List.of();
  private @Nullable ScheduledFuture<?> nextScan;
  private boolean stopped;

  PluginManager(
      UpkeepThread upkeep, PluginConfig config, PluginDeployer deployer, Path workDirectory) {
    this.upkeep = upkeep;
    this.config = config;
    this.store = new PluginStore(workDirectory.resolve("plugins"));
    this.intake = new Intake(config.directory(), store);
    this.rollout = new Rollout(upkeep, deployer, slots, this::refresh);
  }

  /** Every plugin there is, also those that were refused. Any thread may ask. */
  List<PluginDescription> list() {
    return listing;
  }

  /** Deploys what is there; completes when each plugin serves or has failed. */
  Future<Void> start() {
    return upkeep.run(
        () -> {
          store.open();
          return firstScans().compose(deployed -> watch());
        });
  }

  /** Looks at once, and tries again what failed before. */
  Future<Void> reload() {
    return upkeep.run(
        () -> {
          intake.candidates().forEach(Candidate::forgive);
          return firstScans();
        });
  }

  /** Drains and undeploys everything. */
  Future<Void> stop() {
    return upkeep.run(
        () -> {
          stopped = true;
          if (nextScan != null) {
            nextScan.cancel(false);
          }
          slots.all().forEach(rollout::remove);
          return rollout.settled().onComplete(idle -> store.close());
        });
  }

  /** Moves a plugin that blocked an event loop to worker threads. */
  Future<Void> quarantine(String loaderName) {
    return upkeep.run(
        () -> {
          for (Slot slot : slots.all()) {
            AgentGeneration current = slot.current();
            if (current != null
                && current.loader().getName().equals(loaderName)
                && current.threading() == Threading.EVENT_LOOP
                && !slot.isBusy()) {
              slot.quarantine(current.plugin().sha256());
              rollout.deploy(slot, current.plugin(), Optional.empty());
            }
          }
          return Future.succeededFuture();
        });
  }

  /** Deploys everything anew that has an instance on an event loop that does not come back. */
  Future<Void> flee(Thread loop) {
    return upkeep.run(
        () -> {
          rollout.avoid(loop);
          for (Slot slot : slots.all()) {
            AgentGeneration current = slot.current();
            if (current != null && current.isOn(loop) && !slot.isBusy()) {
              rollout.deploy(slot, current.plugin(), Optional.empty());
            }
          }
          return Future.succeededFuture();
        });
  }

  /** The verified jar of a plugin that serves. */
  Future<VerifiedPlugin> plugin(String id) {
    return upkeep.run(
        () -> {
          Slot slot = slots.find(id);
          if (slot == null || slot.current() == null) {
            return Future.failedFuture(
                new PluginException("no plugin '" + id + "' serves; there is " + slots.ids()));
          }
          return Future.succeededFuture(slot.current().plugin());
        });
  }

  private Future<Void> firstScans() {
    scan();
    if (noneArriving()) {
      return rollout.settled();
    }
    Promise<Void> later = Promise.promise();
    Deadlines.after(config.scanMillis(), later::tryComplete);
    return upkeep
        .back(later.future())
        .compose(
            waited -> {
              scan();
              return rollout.settled();
            });
  }

  private Future<Void> watch() {
    if (config.watch() && !stopped) {
      nextScan =
          Deadlines.after(
              config.scanMillis(),
              () ->
                  upkeep.execute(
                      () -> {
                        scan();
                        watch();
                      }));
    }
    return Future.succeededFuture();
  }

  private void scan() {
    if (stopped) {
      return;
    }
    try {
      intake.scan();
      adopt();
      intake.candidates().forEach(this::consider);
      store.clean(usedCopies());
    } catch (IOException | RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("directory", config.directory())
          .log("The plugins directory cannot be read; what serves goes on serving");
    }
    refresh();
  }

  /** Finds a new file for each plugin whose file is gone, or lets the plugin go. */
  private void adopt() {
    for (Slot slot : slots.all()) {
      if (slot.isBusy() || hasFile(slot)) {
        continue;
      }
      Optional<Candidate> heir =
          intake.candidates().stream().filter(candidate -> carries(candidate, slot)).findFirst();
      if (heir.isPresent()) {
        slot.file(heir.get().name());
      } else if (noneArriving() || slot.orphanedMillis(System.nanoTime()) > HEIR_MILLIS) {
        rollout.remove(slot);
      }
    }
  }

  private void consider(Candidate candidate) {
    VerifiedPlugin plugin = candidate.ready().orElse(null);
    if (plugin == null || candidate.hasFailed()) {
      return;
    }
    Slot slot = slots.find(plugin.id());
    if (slot != null && !slot.file().equals(candidate.name())) {
      conflict(
          candidate, "duplicate id: '" + plugin.id() + "' is already the plugin in " + slot.file());
      return;
    }
    if (slot != null && (slot.isBusy() || slot.serves(plugin.sha256()))) {
      return;
    }
    Optional<String> taken = slots.takenAgent(plugin);
    if (taken.isPresent()) {
      conflict(candidate, taken.get());
      return;
    }
    candidate.conflicts(null);
    rollout.deploy(slots.of(plugin, candidate.name()), plugin, Optional.of(candidate));
  }

  private void conflict(Candidate candidate, String reason) {
    if (candidate.reason().isEmpty()) {
      LOG.atWarn()
          .addKeyValue("file", candidate.name())
          .addKeyValue("reason", reason)
          .log("A plugin is refused");
    }
    candidate.conflicts(reason);
  }

  private boolean hasFile(Slot slot) {
    return intake.candidates().stream()
        .filter(candidate -> candidate.name().equals(slot.file()))
        .anyMatch(candidate -> candidate.ready().isEmpty() || carries(candidate, slot));
  }

  private static boolean carries(Candidate candidate, Slot slot) {
    return candidate.ready().map(plugin -> plugin.id().equals(slot.id())).orElse(false);
  }

  private boolean noneArriving() {
    return intake.candidates().stream().noneMatch(Candidate::isArriving);
  }

  private Set<Path> usedCopies() {
    Set<Path> used = new HashSet<>(slots.usedCopies());
    intake.candidates().forEach(file -> file.ready().ifPresent(plugin -> used.add(plugin.copy())));
    rollout.closing().keySet().forEach(generation -> used.add(generation.plugin().copy()));
    return used;
  }

  private void refresh() {
    listing = Listing.of(slots.all(), intake.candidates(), rollout.closing());
  }
}
