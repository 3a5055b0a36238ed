package dev.roost.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a plugin: its reason is reported, and the healthy one goes on serving. */
class BrokenPluginTest {
  private static final AgentUrn HEALTHY = AgentUrn.of("urn:asap:agent:healthy");
  private static final String URN = "urn:asap:agent:broken";
  private static final String GOOD =
      """
      {"id":"broken","version":"1.0","api":"1","kind":"agent","main":"sample.SampleAgent",
       "agents":[{"urn":"urn:asap:agent:broken"}]}
      """;

  private static TestPlatform platform;

  @BeforeAll
  static void start() throws IOException {
    platform = TestPlatform.create();
    TestPlugins.echo("healthy", "1.0", HEALTHY.value())
        .write(platform.directory().resolve("a-healthy.jar"));
    platform.start(new PluginConfig(platform.directory(), true, Map.of(), 20, 1, 1));
  }

  @AfterAll
  static void stop() throws IOException {
    platform.close();
  }

  static Stream<Arguments> broken() {
    PluginJar good = TestPlugins.echo("broken", "1.0", URN);
    byte[] bytes = good.bytes();
    return Stream.of(
        Arguments.of(Arrays.copyOf(bytes, bytes.length - 100), "truncated or not a jar"),
        Arguments.of(Arrays.copyOf(bytes, 0), "truncated or not a jar"),
        Arguments.of("hello".getBytes(StandardCharsets.UTF_8), "truncated or not a jar"),
        Arguments.of(damaged(bytes), "truncated or not a jar"),
        Arguments.of(
            PluginJar.empty().entry("a.txt", "").bytes(), "has no META-INF/roost/plugin.json"),
        described("{\"id\":", "is not JSON"),
        described("[]", "Input should be"),
        described(
            GOOD.replace("\"version\"", "\"versoin\""),
            "/versoin is not a known key; did you mean 'version'?"),
        described(
            GOOD.replace("{\"urn\"", "{\"nurn\":1,\"urn\""),
            "/agents/0/nurn is not a known key; did you mean 'urn'?"),
        described(GOOD.replace("{\"id\"", "{\"id\":\"twice\",\"id\""), "uplicate"),
        described(GOOD.replace("\"broken\",", "\"../../x\","), "/id must match"),
        described(GOOD.replace("\"broken\",", "\"Upper\","), "/id must match"),
        described(
            GOOD.replace("\"api\":\"1\"", "\"api\":\"2\""),
            "plugin API 2, but this platform has 1.0"),
        described(
            GOOD.replace("\"api\":\"1\"", "\"api\":\"1.7\""),
            "plugin API 1.7, but this platform has 1.0"),
        described(GOOD.replace("\"api\":\"1\"", "\"api\":\"one\""), "not an API version"),
        described(
            GOOD.replace("\"kind\":\"agent\"", "\"kind\":\"wasm\""), "of kind 'agent', not 'wasm'"),
        described(
            GOOD.replace("sample.SampleAgent", "sample.Missing"),
            "the main class sample.Missing is not in the jar"),
        described(
            GOOD.replace("sample.SampleAgent", "java.lang.Runtime"),
            "the main class java.lang.Runtime is not in the jar"),
        described(
            GOOD.replace("\"agents\":[", "\"agents\":[{\"urn\":\"urn:asap:agent:other\"},"),
            "one class for each"),
        described(GOOD.replace(":broken\"}", ":Broken\"}"), "/agents/0/urn"),
        described(GOOD.replace(URN, "urn:asap:agent:other"), "does not declare"),
        described(
            GOOD.replace("\"kind\"", "\"grants\":{\"cal\":[]},\"kind\""),
            "'cal' is not known; did you mean 'call'?"),
        described(
            GOOD.replace("\"kind\"", "\"stateless\":\"yes\",\"kind\""),
            "/stateless must be true or false"),
        described(GOOD + " ".repeat(70_000), "larger than 65536 bytes"),
        with("dev/roost/agent/AgentVerticle.class", "comes from the platform"),
        with("META-INF/versions/17/io/vertx/core/Vertx.class", "comes from the platform"),
        with("../../etc/evil", "an entry with a bad name"),
        with("/etc/evil", "an entry with a bad name"),
        with("C:/evil", "an entry with a bad name"),
        with("a\\b", "an entry with a bad name"),
        manifest("Class-Path: file:///tmp/x.jar", "has Class-Path in its manifest"),
        with("META-INF/INDEX.LIST", "has META-INF/INDEX.LIST, which names other jars"),
        with("meta-inf/index.list", "has META-INF/INDEX.LIST, which names other jars"),
        Arguments.of(
            TestPlugins.echo("broken", "1.0", URN)
                .entry("META-INF/manifest.mf", "Manifest-Version: 1.0\nClass-Path: ../x.jar\n\n")
                .bytes(),
            "has Class-Path in its manifest"),
        Arguments.of(largeManifest(), "has a manifest larger than 1048576 bytes"),
        manifest("Premain-Class: sample.SampleAgent", "has Premain-Class in its manifest"),
        manifest("Launcher-Agent-Class: sample.SampleAgent", "has Launcher-Agent-Class"),
        member(
            "public SampleAgent() { throw new IllegalStateException(\"no luck\"); }",
            "threw java.lang.IllegalStateException: no luck"),
        member("public SampleAgent(String name) {}", "public constructor without parameters"),
        member(
            "static final int X = Integer.parseInt(\"x\");",
            "its static initialiser threw java.lang.NumberFormatException"),
        member("static { if (true) throw new Error(\"no\"); }", "java.lang.Error: no"),
        member(
            "static { try { Thread.sleep(60_000); } catch (InterruptedException e) { } }",
            "did not load within 1 seconds"),
        member("@Override protected Future<?> open() { return null; }", "open() returned null"),
        member(
            "@Override protected Future<?> open() { return Promise.promise().future(); }",
            "did not start within"),
        member(
            "@Override protected Future<?> open() { return Future.failedFuture(\"no database\"); }",
            "no database"),
        member(
            "@Override protected Future<?> open() { throw new StackOverflowError(\"deep\"); }",
            "java.lang.StackOverflowError: deep"),
        member(
            "@Override protected Future<?> open() { throw new NoClassDefFoundError(\"gone/Away\"); }",
            "java.lang.NoClassDefFoundError: gone/Away"),
        Arguments.of(notAnAgent(), "is not an agent: it must extend dev.roost.agent.AgentVerticle"),
        Arguments.of(
            TestPlugins.echo("healthy", "2.0", URN).bytes(),
            "duplicate id: 'healthy' is already the plugin in a-healthy.jar"),
        Arguments.of(
            TestPlugins.echo("other", "1.0", HEALTHY.value()).bytes(),
            "duplicate agent: urn:asap:agent:healthy is already run by the plugin 'healthy'"),
        Arguments.of(badSchema(), "not a valid JSON Schema"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("broken")
  void refusesWithTheReason(byte[] jar, String reason) throws IOException {
    // Given
    Path file = Files.createTempFile(platform.directory(), "broken", ".jar");

    // When
    Files.write(file, jar);
    String actual = platform.awaitRefusal(file.getFileName().toString());

    // Then
    assertThat(actual).contains(reason);
    assertHealthy();
    Files.delete(file);
  }

  @Test
  void refusesASymbolicLink() throws IOException {
    // Given
    Path target = Files.createTempFile("elsewhere", ".jar");
    TestPlugins.echo("linked", "1.0", URN).write(target);
    Path link = platform.directory().resolve("link.jar");

    // When
    Files.createSymbolicLink(link, target);
    String reason = platform.awaitRefusal("link.jar");

    // Then
    assertThat(reason).contains("is a symbolic link");
    assertHealthy();
    Files.delete(link);
    Files.delete(target);
  }

  @Test
  void loadsAJarThatGrowsSlowlyOnceAndComplete() throws IOException {
    // Given
    byte[] jar = TestPlugins.echo("slow", "1.0", "urn:asap:agent:slow").bytes();
    Path file = platform.directory().resolve("slow.jar");
    ByteArrayOutputStream written = new ByteArrayOutputStream();

    // When
    for (int part = 0; part < 8; part++) {
      int begin = jar.length * part / 8;
      written.write(jar, begin, jar.length * (part + 1) / 8 - begin);
      Files.write(file, written.toByteArray());
      TestPlatform.await(() -> platform.listed("slow.jar").isPresent());
      assertThat(platform.listed("slow.jar").orElseThrow().reason()).isEmpty();
    }
    platform.awaitServing("slow.jar", "1.0");

    // Then
    assertHealthy();
    Files.delete(file);
    TestPlatform.await(() -> platform.listed("slow.jar").isEmpty());
  }

  @Test
  void ignoresOtherFilesAndFolders() throws IOException {
    // Given
    Path directory = platform.directory();
    Files.createDirectory(directory.resolve("folder.jar"));
    Files.writeString(directory.resolve("readme.txt"), "hello");
    Files.writeString(directory.resolve(".hidden.jar"), "hello");

    // When
    TestPlatform.get(platform.plugins().reload());

    // Then
    assertThat(platform.plugins().list())
        .extracting(PluginDescription::file)
        .doesNotContainAnyElementsOf(List.of("folder.jar", "readme.txt", ".hidden.jar"));
  }

  @Test
  void aBrokenUpdateLeavesTheOldVersionServing() throws IOException {
    // Given
    AgentUrn urn = AgentUrn.of("urn:asap:agent:steady");
    Path file = platform.directory().resolve("steady.jar");
    TestPlugins.echo("steady", "1.0", urn.value()).write(file);
    platform.awaitServing("steady.jar", "1.0");

    // When
    PluginJar failing =
        TestPlugins.agent(
            "steady",
            "1.1",
            urn.value(),
            "public SampleAgent() { throw new Error(\"no\"); }",
            "",
            "return null;");
    failing.moveTo(file);
    String reason = platform.awaitRefusal("steady.jar");

    // Then
    assertThat(reason).contains("java.lang.Error: no");
    assertThat(platform.listed("steady.jar").orElseThrow().state()).isEqualTo("serving");
    assertThat(TestPlatform.get(platform.ask(urn, new JsonObject())).getString("version"))
        .isEqualTo("1.0");
    Files.delete(file);
    TestPlatform.await(() -> platform.listed("steady.jar").isEmpty());
  }

  /** One that shrinks little, so that it is not refused for its ratio. */
  private static byte[] largeManifest() {
    java.util.Random random = new java.util.Random(1);
    StringBuilder text = new StringBuilder("Manifest-Version: 1.0\n");
    for (int i = 0; i < 60_000; i++) {
      text.append("X").append(i).append(": ").append(random.nextLong()).append('\n');
    }
    return TestPlugins.echo("broken", "1.0", URN)
        .entry("META-INF/MANIFEST.MF", text.toString())
        .bytes();
  }

  private static void assertHealthy() {
    JsonObject answer = TestPlatform.get(platform.ask(HEALTHY, new JsonObject()));
    assertThat(answer.getString("version")).isEqualTo("1.0");
  }

  private static Arguments described(String descriptor, String reason) {
    return Arguments.of(
        TestPlugins.echo("broken", "1.0", URN).descriptor(descriptor).bytes(), reason);
  }

  private static Arguments with(String entry, String reason) {
    return Arguments.of(TestPlugins.echo("broken", "1.0", URN).entry(entry, "x").bytes(), reason);
  }

  private static Arguments manifest(String line, String reason) {
    return Arguments.of(
        TestPlugins.echo("broken", "1.0", URN)
            .entry("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n" + line + "\n")
            .bytes(),
        reason);
  }

  private static Arguments member(String member, String reason) {
    return Arguments.of(
        TestPlugins.agent("broken", "1.0", URN, member, "", "return null;").bytes(), reason);
  }

  private static byte[] notAnAgent() {
    return PluginJar.empty()
        .source(
            "sample.SampleAgent",
            "package sample; public class SampleAgent extends io.vertx.core.VerticleBase {}")
        .descriptor(GOOD)
        .bytes();
  }

  private static byte[] badSchema() {
    String skill =
        ".skill(new Skill(\"x\", \"x\", new JsonObject().put(\"type\", \"strnig\"), null), this::run)";
    return TestPlugins.agent("broken", "1.0", URN, "", skill, "return null;").bytes();
  }

  private static byte[] damaged(byte[] jar) {
    byte[] copy = jar.clone();
    for (int i = 0; i < 20; i++) {
      copy[200 + i] ^= 0x5a;
    }
    return copy;
  }
}
