package dev.roost.platform.plugin;

import dev.roost.platform.plugin.PluginState.Serving;
import dev.roost.protocol.AgentUrn;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plugin's id: the file that it comes from, the generation that serves, and one on its way. */
final class Slot {
  private final String id;
  private String file;
  private @Nullable AgentGeneration current;
  private PluginState state = new PluginState.Discovered();
  private @Nullable VerifiedPlugin pending;
  private @Nullable String quarantinedSha;
  private long orphanedNanos;

  Slot(String id, String file) {
    this.id = id;
    this.file = file;
  }

  String id() {
    return id;
  }

  String file() {
    return file;
  }

  void file(String name) {
    file = name;
    orphanedNanos = 0;
  }

  @Nullable AgentGeneration current() {
    return current;
  }

  /** Why an operator should look at it, though it serves. */
  Optional<String> warning() {
    return current != null && isQuarantined(current.plugin().sha256())
        ? Optional.of("blocked an event loop; it runs on worker threads until its jar is replaced")
        : Optional.empty();
  }

  PluginState state() {
    return state;
  }

  boolean isBusy() {
    return pending != null;
  }

  @Nullable VerifiedPlugin pending() {
    return pending;
  }

  /** Something is being deployed. */
  void begin(VerifiedPlugin plugin, PluginState begun) {
    pending = plugin;
    if (current == null) {
      state = begun;
    }
  }

  /** It came up. */
  void served(AgentGeneration generation, Serving serving) {
    pending = null;
    current = generation;
    state = serving;
  }

  /** It did not; what served before serves on. */
  void refused() {
    pending = null;
  }

  boolean serves(String sha256) {
    return current != null && current.plugin().sha256().equals(sha256);
  }

  /** Keeps a jar that blocked an event loop off the loops, until it is exchanged. */
  void quarantine(String sha256) {
    quarantinedSha = sha256;
  }

  boolean isQuarantined(String sha256) {
    return sha256.equals(quarantinedSha);
  }

  /** How long the slot has been without a file. */
  long orphanedMillis(long nowNanos) {
    if (orphanedNanos == 0) {
      orphanedNanos = nowNanos;
    }
    return (nowNanos - orphanedNanos) / 1_000_000;
  }

  /** The agents that belong to the slot, now or soon. */
  Set<AgentUrn> urns() {
    Set<AgentUrn> urns = new HashSet<>();
    if (current != null) {
      urns.addAll(current.urns());
    }
    if (pending != null) {
      urns.addAll(pending.descriptor().urns());
    }
    return urns;
  }
}
