package dev.roost.platform.plugin;

import dev.roost.protocol.AgentUrn;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The plugins that serve or are on their way, by their id. */
final class Slots {
  private final Map<String, Slot> byId = new TreeMap<>();

  @Nullable Slot find(String id) {
    return byId.get(id);
  }

  /** The slot of a plugin; a new one if its id is new. */
  Slot of(VerifiedPlugin plugin, String file) {
    return byId.computeIfAbsent(plugin.id(), id -> new Slot(id, file));
  }

  void remove(Slot slot) {
    byId.remove(slot.id());
  }

  Set<String> ids() {
    return Set.copyOf(byId.keySet());
  }

  /** All of them, as they are now. */
  Collection<Slot> all() {
    return List.copyOf(byId.values());
  }

  /** Why the agents of a plugin are not free: another plugin runs one of them. */
  Optional<String> takenAgent(VerifiedPlugin plugin) {
    for (Slot other : byId.values()) {
      for (AgentUrn urn : plugin.descriptor().urns()) {
        if (!other.id().equals(plugin.id()) && other.urns().contains(urn)) {
          return Optional.of(
              "duplicate agent: " + urn + " is already run by the plugin '" + other.id() + "'");
        }
      }
    }
    return Optional.empty();
  }

  /** The private copies that are loaded or about to be. */
  Set<Path> usedCopies() {
    Set<Path> used = new HashSet<>();
    for (Slot slot : byId.values()) {
      if (slot.current() != null) {
        used.add(slot.current().plugin().copy());
      }
      if (slot.pending() != null) {
        used.add(slot.pending().copy());
      }
    }
    return used;
  }
}
