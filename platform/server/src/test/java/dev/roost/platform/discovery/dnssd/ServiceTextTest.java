package dev.roost.platform.discovery.dnssd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTextTest {
  private static final String URL = "https://a.example/.well-known/asap/manifest.json";

  private static Manifest manifest(String version, List<Skill> skills) {
    return Manifest.of(
        AgentUrn.of("urn:asap:agent:a"),
        "A",
        version,
        "Does",
        Capability.of(skills),
        new Manifest.Endpoint("https://a.example/asap", null));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @ParameterizedTest
  @CsvSource({
    "Echo, Echo",
    "Echo agent (2), Echo-agent--2",
    "' shop/search! ', shop-search",
    "v1.2_x-y, v1.2_x-y",
    "---, asap-agent",
    "'', asap-agent",
    "B\u00f6rd \u20ac, B\u00f6rd",
    "\u4f60\u597d, \u4f60\u597d",
  })
  void aNameIsWhatMayStandThere(String name, String instance) {
    assertThat(ServiceText.instance(name)).isEqualTo(instance);
  }

  @Test
  void aLongNameIsCutBetweenCharacters() {
    // When
    String ascii = ServiceText.instance("a".repeat(62) + "-b");
    String wide = ServiceText.instance("\u00f6".repeat(40));
    String pairs = ServiceText.instance("\ud840\udc00".repeat(20));

    // Then
    assertThat(ascii).isEqualTo("a".repeat(62));
    assertThat(wide).isEqualTo("\u00f6".repeat(31));
    assertThat(pairs).isEqualTo("\ud840\udc00".repeat(15));
  }

  @Test
  void theTextSaysVersionSkillsAndWhereTheManifestIs() {
    // When
    Map<String, String> text =
        ServiceText.of(
                manifest("1.0.0", List.of(Skill.of("sum", "Adds"), Skill.of("echo", "Repeats"))),
                URL)
            .orElseThrow();

    // Then
    assertThat(text)
        .isEqualTo(Map.of("version", "1.0.0", "capabilities", "sum,echo", "manifest_url", URL));
  }

  @Test
  void ofTooManySkillsWholeOnesStay() {
    // Given
    List<Skill> skills =
        IntStream.range(0, 100).mapToObj(i -> Skill.of("sk\u00efll-" + i, "Does")).toList();

    // When
    String list = ServiceText.of(manifest("1.0.0", skills), URL).orElseThrow().get("capabilities");

    // Then
    assertThat(bytes("capabilities=" + list)).isBetween(240, 255);
    List<String> ids = skills.stream().map(Skill::id).toList();
    assertThat(ids).startsWith(list.split(","));
  }

  @Test
  void theUrlOfTheManifestIsNeverCut() {
    // Given
    String longest =
        "https://a.example/" + "x".repeat(255 - bytes("manifest_url=https://a.example/"));

    // When, Then
    assertThat(ServiceText.of(manifest("1.0", List.of()), longest).orElseThrow())
        .containsEntry("manifest_url", longest);
    assertThat(ServiceText.of(manifest("1.0", List.of()), longest + "x")).isEmpty();
  }

  @Test
  void whoDoesNotSayWhereTheManifestIsIsNoAgent() {
    // When, Then
    assertThat(FoundAgent.of("A", Map.of("version", "1"), "10.0.0.1", 80)).isEmpty();
    assertThat(FoundAgent.of("A", Map.of("manifest_url", ""), "10.0.0.1", 80)).isEmpty();
    assertThat(
            FoundAgent.of(
                "A", Map.of("manifest_url", URL, "capabilities", "a, ,b,"), "10.0.0.1", 80))
        .contains(new FoundAgent("A", "", List.of("a", "b"), URL, "10.0.0.1", 80));
  }
}
