package dev.roost.client.registry;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.HardwareCapability;
import dev.roost.protocol.InferenceCapability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import dev.roost.protocol.json.Codec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One agent in a registry.
 *
 * @param id the agent
 * @param name for people
 * @param description for people and for models that choose an agent
 * @param endpoints its URLs by kind: {@code http}, {@code ws}, {@code manifest}
 * @param skills ids of what it can do
 * @param category one of {@link RegistryShapes#CATEGORIES}
 * @param tags free
 * @param asapVersion the protocol's version
 * @param repositoryUrl where its sources are
 * @param documentationUrl where it is described
 * @param builtWith what it is made with
 * @param verification whether somebody checked it
 * @param onlineCheck whether the registry looks if it is there
 * @param hardwareClass what it runs on
 * @param inferenceModes how it runs models
 * @param hardwareIo what it is wired to
 */
public record RegistryEntry(
    AgentUrn id,
    String name,
    String description,
    Map<String, String> endpoints,
    List<String> skills,
    @Nullable String category,
    List<String> tags,
    String asapVersion,
    @Nullable String repositoryUrl,
    @Nullable String documentationUrl,
    @Nullable String builtWith,
    Manifest.@Nullable Verification verification,
    @Nullable Boolean onlineCheck,
    @Nullable String hardwareClass,
    List<String> inferenceModes,
    List<String> hardwareIo) {
  /** Reads and writes entries; keys that are not known are left out when one is read. */
  public static final Codec<RegistryEntry> CODEC = new Codec<>(RegistryShapes.entry());

  private static final String MESSAGES = "/asap";
  private static final String MANIFEST = "/.well-known/asap/manifest.json";

  /** Refuses missing parts and copies the collections. */
  public RegistryEntry {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(description, "description");
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
    skills = List.copyOf(skills);
    tags = List.copyOf(tags);
    requireNonNull(asapVersion, "asapVersion");
    inferenceModes = List.copyOf(inferenceModes);
    hardwareIo = List.copyOf(hardwareIo);
  }

  /**
   * The entry of an agent as its manifest describes it.
   *
   * @param manifestUrl where the manifest is
   */
  public static RegistryEntry of(Manifest manifest, String manifestUrl) {
    Map<String, String> endpoints = new LinkedHashMap<>();
    endpoints.put("http", manifest.endpoints().asap());
    if (manifest.endpoints().events() != null) {
      endpoints.put("ws", manifest.endpoints().events());
    }
    endpoints.put("manifest", manifestUrl);
    HardwareCapability hardware = manifest.capabilities().hardware();
    InferenceCapability inference = manifest.capabilities().inference();
    return new RegistryEntry(
        manifest.id(),
        manifest.name(),
        manifest.description(),
        endpoints,
        manifest.capabilities().skills().stream().map(Skill::id).toList(),
        null,
        List.of(),
        manifest.capabilities().asapVersion(),
        null,
        null,
        null,
        null,
        null,
        hardware == null ? null : hardware.kind(),
        inference == null ? List.of() : inference.modes(),
        hardware == null ? List.of() : hardware.io());
  }

  /** The same under a category and tags. */
  public RegistryEntry filedUnder(@Nullable String newCategory, List<String> newTags) {
    return new RegistryEntry(
        id,
        name,
        description,
        endpoints,
        skills,
        newCategory == null ? null : RegistryShapes.category(newCategory),
        newTags,
        asapVersion,
        repositoryUrl,
        documentationUrl,
        builtWith,
        verification,
        onlineCheck,
        hardwareClass,
        inferenceModes,
        hardwareIo);
  }

  /**
   * The root of the agent, to which the protocol's paths are appended; empty if its URLs do not end
   * as the protocol has them.
   */
  public Optional<String> baseUrl() {
    return root("http", MESSAGES).or(() -> root("manifest", MANIFEST));
  }

  private Optional<String> root(String kind, String path) {
    return Optional.ofNullable(endpoints.get(kind))
        .filter(url -> url.endsWith(path))
        .map(url -> url.substring(0, url.length() - path.length()));
  }
}
