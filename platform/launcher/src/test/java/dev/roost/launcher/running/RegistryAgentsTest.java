package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roost.client.AsapClient;
import dev.roost.client.BlockingAsapClient;
import dev.roost.client.RemoteErrorException;
import dev.roost.launcher.command.Cli;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that find agents of another platform in a registry. */
class RegistryAgentsTest {
  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");
  private static final Vertx VERTX = Vertx.vertx();

  /** The pages of the server that holds the registry. */
  private static final Map<String, JsonObject> PAGES = new ConcurrentHashMap<>();

  @TempDir private static Path elsewhere;
  private static RunningPlatform far;
  private static HttpServer pages;

  @TempDir private Path home;
  private RunningPlatform near;

  @BeforeAll
  static void startElsewhere() throws Exception {
    far =
        RunningPlatform.start(
            elsewhere.resolve("far"), "verticles.far.class=" + FarAgent.class.getName());
    pages =
        VERTX
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .response()
                        .putHeader("Content-Type", "application/json")
                        .end(PAGES.getOrDefault(request.path(), new JsonObject()).encode()))
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stopElsewhere() throws Exception {
    far.close();
    VERTX.close().await(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    near.close();
    PAGES.clear();
  }

  private static String page(String path) {
    return "http://127.0.0.1:" + pages.actualPort() + path;
  }

  private static JsonObject entry(String name, String base) {
    return new JsonObject()
        .put("id", "urn:asap:agent:" + name)
        .put("name", name)
        .put("description", "Far away")
        .put("endpoints", new JsonObject().put("http", base + "/asap"))
        .put("skills", new JsonArray().add("show").add("wait"))
        .put("asap_version", "0.1");
  }

  private static void lists(JsonObject... entries) {
    PAGES.put(
        "/registry.json",
        new JsonObject().put("version", "1.0").put("agents", new JsonArray(List.of(entries))));
  }

  private void start(String... more) throws Exception {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "verticles.caller.class=" + CallingAgent.class.getName(),
                "outbound.allowHttp=true",
                "outbound.allowAddresses=[\"127.0.0.1\"]",
                "discovery.registries=[\"" + page("/registry.json") + "\"]"));
    sets.addAll(List.of(more));
    near = RunningPlatform.start(home, sets.toArray(String[]::new));
  }

  private JsonObject ask(String skill, JsonObject input) {
    BlockingAsapClient client =
        AsapClient.builder(near.root().toString()).vertx(VERTX).build().blocking();
    Envelope request =
        Envelope.of(ME, CallingAgent.URN, new TaskRequest("conv_7", null, skill, input, null));
    return ((TaskResponse) client.send(request).payload()).result();
  }

  private JsonArray find(String skill) {
    return ask("find", new JsonObject().put("skill", skill)).getJsonArray("agents");
  }

  private JsonObject relay() {
    return ask("relay", new JsonObject().put("agent", FarAgent.URN.value()).put("skill", "show"));
  }

  @Test
  void theyAreFoundBySkillAndCalled() throws Exception {
    // Given
    lists(entry("far", far.root() + "/agents/far"));
    start();

    // When
    JsonArray found = find("show");
    JsonObject answer = relay();

    // Then
    assertThat(found).containsExactly(FarAgent.URN.value());
    assertThat(answer.encode()).contains("\"recipient\":\"urn:asap:agent:far\"");
    assertThat(find("sing")).isEmpty();
  }

  @Test
  void noRegistryStandsInForAnAgentThatIsHere() throws Exception {
    // Given
    lists(entry("echo", far.root() + "/agents/far"), entry("caller", far.root().toString()));
    start();

    // When
    JsonArray found = find("show");
    JsonObject answer =
        ask(
            "relay",
            new JsonObject()
                .put("agent", "urn:asap:agent:echo")
                .put("skill", "echo")
                .put("input", new JsonObject().put("here", true)));

    // Then
    assertThat(found).isEmpty();
    assertThat(answer.encode()).contains("here");
  }

  @Test
  void aRevokedOneIsNotCalled() throws Exception {
    // Given
    lists(entry("far", far.root() + "/agents/far"));
    PAGES.put(
        "/revoked.json",
        new JsonObject()
            .put(
                "revoked",
                new JsonArray()
                    .add(new JsonObject().put("urn", FarAgent.URN.value()).put("reason", "x"))));
    start("discovery.revocationList=" + page("/revoked.json"));

    // When
    RemoteErrorException refused = catchThrowableOfType(RemoteErrorException.class, this::relay);

    // Then
    assertThat(refused.error().code()).isEqualTo(ErrorCode.AGENT_REVOKED.rpcCode());
  }

  @Test
  void oneThatNobodyKnowsIsNotThere() throws Exception {
    // Given
    lists(entry("other", far.root().toString()));
    start();

    // When
    RemoteErrorException refused = catchThrowableOfType(RemoteErrorException.class, this::relay);

    // Then
    assertThat(refused.error().code()).isEqualTo(ErrorCode.HANDLER_NOT_FOUND.rpcCode());
  }

  @Test
  void aRegistryThatIsNoneKeepsNobodyFromBeingFound() throws Exception {
    // Given
    PAGES.put("/registry.json", new JsonObject());
    start();

    // When
    JsonArray found = find("echo");

    // Then
    assertThat(found).containsExactly("urn:asap:agent:echo");
  }

  @Test
  void anUrlWithinTheNetworkIsRefusedUnlessItIsAllowed() throws Exception {
    // Given
    lists(entry("far", "http://10.255.0.1:8080"));
    start();

    // When
    RemoteErrorException refused = catchThrowableOfType(RemoteErrorException.class, this::relay);

    // Then
    assertThat(refused.error().code()).isEqualTo(ErrorCode.CONNECTION_ERROR.rpcCode());
    assertThat(refused).hasMessageContaining("leads to no address that is allowed");
  }

  @Test
  void anEntryIsMadeFromTheManifestOfAnAgent() throws Exception {
    // Given
    lists();
    start();
    String root = far.root() + "/agents/far";

    // When
    Cli.Run made =
        new Cli(home, Map.of())
            .run("registry", "entry", root, "--category", "data", "--tag", "a", "--tag", "b");
    Cli.Run refused = new Cli(home, Map.of()).run("registry", "entry", root, "--category", "x");
    Cli.Run nobody = new Cli(home, Map.of()).run("registry", "entry", far.root() + "/agents/no");

    // Then
    JsonObject entry = new JsonObject(made.out());
    assertThat(entry.getString("id")).isEqualTo(FarAgent.URN.value());
    assertThat(entry.getString("category")).isEqualTo("Data");
    assertThat(entry.getJsonArray("tags")).containsExactly("a", "b");
    assertThat(entry.getJsonArray("skills")).contains("show", "wait");
    assertThat(entry.getJsonObject("endpoints").getString("manifest"))
        .isEqualTo(root + "/.well-known/asap/manifest.json");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("category is one of");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.err()).contains("404");
  }
}
