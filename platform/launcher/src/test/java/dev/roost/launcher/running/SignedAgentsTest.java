package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roost.client.AsapClient;
import dev.roost.client.BlockingAsapClient;
import dev.roost.client.RemoteErrorException;
import dev.roost.client.manifest.ManifestSigner;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform that signs its manifests, and another whose agents ask only such as are signed. */
class SignedAgentsTest {
  private static final AgentUrn ME = AgentUrn.of("urn:asap:agent:me");
  private static final Vertx VERTX = Vertx.vertx();
  private static final ManifestSigner SIGNER = ManifestSigner.generate();

  @TempDir private static Path elsewhere;
  private static RunningPlatform far;

  @TempDir private Path home;

  @BeforeAll
  static void startElsewhere() throws Exception {
    secret(elsewhere.resolve("key.pem"), SIGNER.toPem());
    far =
        RunningPlatform.start(
            elsewhere.resolve("far"),
            "verticles.far.class=" + FarAgent.class.getName(),
            "discovery.signingKey=${file:" + elsewhere.resolve("key.pem") + "}");
  }

  @AfterAll
  static void stopElsewhere() throws Exception {
    far.close();
    VERTX.close().await(20, TimeUnit.SECONDS);
  }

  private static void secret(Path file, String text) throws Exception {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private RunningPlatform near(ManifestSigner trusted) throws Exception {
    JsonObject agent =
        new JsonObject()
            .put("url", far.root() + "/agents/far")
            .put("manifestKeys", new JsonArray().add(trusted.key().toString()));
    return RunningPlatform.start(
        home,
        "verticles.caller.class=" + CallingAgent.class.getName(),
        "outbound.allowHttp=true",
        "outbound.allowAddresses=[\"127.0.0.1\"]",
        "discovery.remoteAgents=" + new JsonObject().put(FarAgent.URN.value(), agent).encode());
  }

  private static Envelope relay() {
    JsonObject input = new JsonObject().put("agent", FarAgent.URN.value()).put("skill", "show");
    return Envelope.of(ME, CallingAgent.URN, new TaskRequest("conv_7", null, "relay", input, null));
  }

  private static BlockingAsapClient client(RunningPlatform platform) {
    return AsapClient.builder(platform.root().toString()).vertx(VERTX).build().blocking();
  }

  @Test
  void anAgentWhoseManifestATrustedKeySignedIsAsked() throws Exception {
    try (RunningPlatform near = near(SIGNER)) {
      // When
      Envelope answer = client(near).send(relay());

      // Then
      assertThat(((TaskResponse) answer.payload()).result().encode())
          .contains("\"recipient\":\"urn:asap:agent:far\"");
    }
  }

  @Test
  void anotherIsSentNothing() throws Exception {
    try (RunningPlatform near = near(ManifestSigner.generate())) {
      // When
      RemoteErrorException refused =
          catchThrowableOfType(RemoteErrorException.class, () -> client(near).send(relay()));

      // Then
      assertThat(refused.error().code()).isEqualTo(ErrorCode.SIGNATURE_VERIFICATION.rpcCode());
      assertThat(refused).hasMessageContaining("is not trusted");
    }
  }

  @Test
  void whatIsNoKeyStopsTheStart() throws Exception {
    // Given
    secret(home.resolve("key.pem"), "no key");

    // When, Then
    assertThatThrownBy(
            () ->
                RunningPlatform.start(
                    home.resolve("home"),
                    "discovery.signingKey=${file:" + home.resolve("key.pem") + "}"))
        .hasStackTraceContaining("discovery.signingKey: it is no Ed25519 private key")
        .hasStackTraceContaining("roost keys generate");
  }
}
