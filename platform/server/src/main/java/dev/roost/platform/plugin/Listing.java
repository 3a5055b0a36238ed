package dev.roost.platform.plugin;

import dev.roost.platform.plugin.PluginState.Draining;
import dev.roost.platform.plugin.PluginState.Serving;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Describes slots and files: one line for each plugin, one for each file that is none. */
final class Listing {
  private static final String FAILED = "failed";
  private static final String ARRIVING = "arriving";

  private Listing() {}

  static List<PluginDescription> of(
      Collection<Slot> slots,
      Collection<Candidate> candidates,
      Map<AgentGeneration, Draining> closing) {
    Map<String, Candidate> files = new TreeMap<>();
    candidates.forEach(candidate -> files.put(candidate.name(), candidate));
    List<PluginDescription> lines = new ArrayList<>();
    for (Slot slot : slots) {
      lines.add(describe(slot, Optional.ofNullable(files.remove(slot.file()))));
    }
    files.values().forEach(candidate -> lines.add(describe(candidate)));
    Set<String> shown = slots.stream().map(Slot::id).collect(Collectors.toSet());
    closing.forEach(
        (generation, draining) -> {
          if (!shown.contains(generation.plugin().id())) {
            lines.add(describe(generation, draining));
          }
        });
    lines.sort(Comparator.comparing(PluginDescription::file));
    return List.copyOf(lines);
  }

  private static PluginDescription describe(Slot slot, Optional<Candidate> file) {
    AgentGeneration current = slot.current();
    VerifiedPlugin plugin = current == null ? slot.pending() : current.plugin();
    if (plugin == null) {
      throw new IllegalStateException("a slot without a plugin: " + slot.id());
    }
    return new PluginDescription(
        slot.id(),
        plugin.descriptor().version(),
        slot.file(),
        slot.state().spelling(),
        current == null ? 0 : current.number(),
        plugin.descriptor().urns(),
        current == null ? "" : current.threading().spelling(),
        current != null && slot.isQuarantined(plugin.sha256()),
        file.flatMap(Candidate::reason).or(slot::warning),
        plugin.sha256(),
        slot.state() instanceof Serving serving ? serving.sinceMillis() : 0,
        plugin.descriptor().grants());
  }

  /** A plugin whose file is gone and that finishes its tasks. */
  private static PluginDescription describe(AgentGeneration generation, Draining draining) {
    PluginDescriptor descriptor = draining.descriptor();
    return new PluginDescription(
        descriptor.id(),
        descriptor.version(),
        "",
        draining.spelling(),
        draining.generation(),
        descriptor.urns(),
        generation.threading().spelling(),
        false,
        Optional.empty(),
        generation.plugin().sha256(),
        0,
        descriptor.grants());
  }

  private static PluginDescription describe(Candidate file) {
    Optional<VerifiedPlugin> plugin = file.ready();
    return new PluginDescription(
        plugin.map(VerifiedPlugin::id).orElse(""),
        plugin.map(ready -> ready.descriptor().version()).orElse(""),
        file.name(),
        file.reason().isPresent() ? FAILED : ARRIVING,
        0,
        plugin.map(ready -> ready.descriptor().urns()).orElse(List.of()),
        "",
        false,
        file.reason(),
        plugin.map(VerifiedPlugin::sha256).orElse(""),
        0,
        plugin.map(ready -> ready.descriptor().grants()).orElse(new JsonObject()));
  }
}
