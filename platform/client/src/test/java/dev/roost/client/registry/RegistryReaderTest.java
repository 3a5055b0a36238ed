package dev.roost.client.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.HardwareCapability;
import dev.roost.protocol.InferenceCapability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries, the published one and worse ones. */
class RegistryReaderTest {
  private static final AgentUrn FIRST = AgentUrn.of("urn:asap:agent:seed:agent-0");

  private static Buffer file(String name) {
    try (InputStream in = RegistryReaderTest.class.getResourceAsStream(name)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject entry() {
    return new JsonObject()
        .put("id", "urn:asap:agent:a")
        .put("name", "A")
        .put("description", "Does")
        .put("endpoints", new JsonObject().put("http", "https://a.example/asap"))
        .put("asap_version", "2.2.0");
  }

  private static LiteRegistry read(Object... entries) {
    return RegistryReader.registry(
        new JsonObject().put("agents", new JsonArray(List.of(entries))).toBuffer());
  }

  @Test
  void thePublishedRegistryIsReadWhole() {
    // When
    LiteRegistry registry = RegistryReader.registry(file("registry.json"));

    // Then
    assertThat(registry.agents()).hasSize(120);
    assertThat(registry.leftOut()).isEmpty();
    assertThat(registry.version()).isEqualTo("1.0");
    assertThat(registry.updatedAt()).contains(Instant.parse("2026-02-28T17:09:14.300070Z"));
    assertThat(registry.byId(FIRST).orElseThrow().name()).isEqualTo("Global Reviewer");
    assertThat(registry.byId(AgentUrn.of("urn:asap:agent:nobody"))).isEmpty();
    assertThat(registry.bySkill("code_review"))
        .isNotEmpty()
        .allMatch(e -> e.skills().contains("code_review"));
    assertThat(registry.bySkill("Code_Review")).isEmpty();
    assertThat(registry.byTag("enterprise"))
        .isNotEmpty()
        .allMatch(e -> e.tags().contains("enterprise"));
    assertThat(registry.agents()).allMatch(e -> e.baseUrl().orElseThrow().matches(".*/seed/\\d+"));
  }

  @Test
  void anArrayAloneIsARegistryToo() {
    // When
    LiteRegistry registry = RegistryReader.registry(file("shellclaw-v1.0-agents-array.json"));

    // Then
    assertThat(registry.agents()).hasSize(1);
    assertThat(registry.byHardwareClass("edge_accelerator")).hasSize(1);
    assertThat(registry.byHardwareClass("sbc")).isEmpty();
    assertThat(registry.byInferenceMode("local_cuda")).hasSize(1);
    assertThat(registry.byIo("i2c")).hasSize(1);
    assertThat(registry.updatedAt()).isEmpty();
  }

  @Test
  void anEntryIsWrittenAsItWasRead() {
    // Given
    Buffer text = file("shellclaw-v1.0-entry.json");

    // When
    RegistryEntry entry = RegistryEntry.CODEC.read(text);

    // Then
    JsonObject expected = text.toJsonObject();
    expected.remove("verification");
    assertThat(RegistryEntry.CODEC.write(entry).toJsonObject()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id | \"nobody\" | id",
        "id | null | id",
        "name | 7 | name",
        "endpoints | {\"http\": 7} | endpoints",
        "endpoints | [] | endpoints",
        "skills | [7] | skills",
        "skills | null | skills",
        "category | \"Gardening\" | category",
        "verification | {\"status\": \"maybe\"} | verification",
        "asap_version | null | asap_version",
      })
  void oneBadEntryIsLeftOutAndTheOthersStay(String key, String value, String told) {
    // Given
    JsonObject bad = entry().put(key, new JsonArray("[" + value + "]").getValue(0));
    JsonObject good = entry().put("id", "urn:asap:agent:good");

    // When
    LiteRegistry registry = read(bad, good, "no object", good);

    // Then
    assertThat(registry.agents()).extracting(e -> e.id().name()).containsExactly("good");
    assertThat(registry.leftOut()).extracting(LiteRegistry.LeftOut::index).containsExactly(0, 2, 3);
    assertThat(registry.leftOut().get(0).reason()).contains(told);
    assertThat(registry.leftOut().get(1).reason()).isEqualTo("it is no object");
    assertThat(registry.leftOut().get(2).reason())
        .isEqualTo("urn:asap:agent:good is there already");
  }

  @Test
  void aKeyOfALaterReleaseDoesNoHarm() {
    // When
    LiteRegistry registry = read(entry().put("colour", "green").put("category", " coding "));

    // Then
    assertThat(registry.leftOut()).isEmpty();
    assertThat(registry.agents().get(0).category()).isEqualTo("Coding");
  }

  @Test
  void whatIsLeftOutIsNotToldWithoutEnd() {
    // Given
    Object[] bad = new Object[1_000];
    Arrays.fill(bad, 7);

    // When
    LiteRegistry registry = read(bad);

    // Then
    assertThat(registry.leftOut()).hasSize(RegistryReader.MAX_TOLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"agents\":{}}", "7", "", "[7", "{\"agents\":[],\"agents\":[]}"})
  void whatIsNoRegistryIsRefused(String text) {
    // When, Then
    assertThatThrownBy(() -> RegistryReader.registry(Buffer.buffer(text)))
        .isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x/asap,, https://a.example/x",
    "https://a.example/other, https://a.example/y/.well-known/asap/manifest.json, https://a.example/y",
    ", https://a.example/manifest.json,",
  })
  void theRootIsInFrontOfTheProtocolsPaths(String http, String manifest, String root) {
    // Given
    JsonObject endpoints = new JsonObject();
    Optional.ofNullable(http).ifPresent(url -> endpoints.put("http", url));
    Optional.ofNullable(manifest).ifPresent(url -> endpoints.put("manifest", url));

    // When
    RegistryEntry entry = read(entry().put("endpoints", endpoints)).agents().get(0);

    // Then
    assertThat(entry.baseUrl()).isEqualTo(Optional.ofNullable(root));
  }

  @Test
  void anEntryIsMadeOfAManifest() {
    // Given
    Capability capability =
        new Capability(
            "0.1",
            List.of(Skill.of("sum", "Adds"), Skill.of("product", "Multiplies")),
            false,
            false,
            List.of(),
            new HardwareCapability("sbc", null, List.of("gpio")),
            new InferenceCapability(List.of("cloud"), List.of()));
    Manifest manifest =
        Manifest.of(
            FIRST,
            "Sums",
            "1.0.0",
            "Adds numbers",
            capability,
            new Manifest.Endpoint("https://a.example/asap", "wss://a.example/asap/ws"));

    // When
    RegistryEntry entry =
        RegistryEntry.of(manifest, "https://a.example/.well-known/asap/manifest.json")
            .filedUnder("data", List.of("maths"));

    // Then
    assertThat(RegistryEntry.CODEC.read(RegistryEntry.CODEC.write(entry))).isEqualTo(entry);
    assertThat(entry.endpoints())
        .isEqualTo(
            Map.of(
                "http", "https://a.example/asap",
                "ws", "wss://a.example/asap/ws",
                "manifest", "https://a.example/.well-known/asap/manifest.json"));
    assertThat(entry.skills()).containsExactly("sum", "product");
    assertThat(entry.category()).isEqualTo("Data");
    assertThat(entry.hardwareClass()).isEqualTo("sbc");
    assertThat(entry.hardwareIo()).containsExactly("gpio");
    assertThat(entry.inferenceModes()).containsExactly("cloud");
    assertThatThrownBy(() -> entry.filedUnder("gardening", List.of()))
        .hasMessageContaining("category is one of [Research,");
  }

  @Test
  void revokedAgentsAreKnownByName() {
    // Given
    JsonObject list =
        new JsonObject(
            "{\"version\":\"1.0\",\"revoked\":[{\"urn\":\"urn:asap:agent:a\","
                + "\"reason\":\"stolen key\",\"revoked_at\":\"2026-01-01T00:00:00Z\"},"
                + "{\"urn\":\"urn:asap:agent:b\"},{\"urn\":\"urn:asap:agent:a\"}]}");

    // When
    RevocationList revoked = RegistryReader.revocations(list.toBuffer());

    // Then
    assertThat(revoked.size()).isEqualTo(2);
    assertThat(revoked.find(AgentUrn.of("urn:asap:agent:a")).orElseThrow().reason())
        .isEqualTo("stolen key");
    assertThat(revoked.find(AgentUrn.of("urn:asap:agent:c"))).isEmpty();
    assertThat(RegistryReader.revocations(file("revoked_agents.json")).size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"revoked\":[{\"urn\":\"nobody\"}]}",
        "{\"revoked\":[\"urn:asap:agent:a\"]}",
        "{\"revoked\":[{}]}",
      })
  void noRevokedAgentIsOverlooked(String text) {
    // When, Then
    assertThatThrownBy(() -> RegistryReader.revocations(Buffer.buffer(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("revoked");
  }
}
