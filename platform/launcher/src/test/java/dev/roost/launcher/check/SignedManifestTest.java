package dev.roost.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SignedManifestTest {
  @Test
  void aManifestSignedByTheReferenceIsVerified(Vertx vertx) throws IOException {
    // When
    Outcome outcome = signatureOf(vertx, reference());

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Passed("verified, self-signed"));
  }

  @Test
  void oneWithHardwareAndFractionsIsVerified(Vertx vertx) {
    // Given
    JsonObject manifest = TestingAgent.manifest();
    manifest
        .getJsonObject("capabilities")
        .put("hardware", new JsonObject("{\"class\":\"sbc\",\"model\":\"B\u00f6rd\"}"))
        .put(
            "inference",
            new JsonObject("{\"local_models\":[{\"throughput_tokens_per_second\":12.5}]}"));

    // When
    Outcome outcome = signatureOf(vertx, Signatures.right(manifest));

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Passed("verified, self-signed"));
  }

  @Test
  void aChangedOneIsNot(Vertx vertx) throws IOException {
    // Given
    JsonObject changed = reference();
    changed.getJsonObject("manifest").put("description", "Something else");

    // When
    Outcome outcome = signatureOf(vertx, changed);

    // Then
    assertThat(outcome.message()).contains("came none (the signature is not that of the key");
  }

  @Test
  void whatIsNoKeyIsTold(Vertx vertx) throws IOException {
    // Given
    JsonObject keyed = reference().put("public_key", "AAAA");

    // When
    Outcome outcome = signatureOf(vertx, keyed);

    // Then
    assertThat(outcome.message())
        .contains("came none (public_key is no key: it has 3 bytes, not 32)");
  }

  private static Outcome signatureOf(Vertx vertx, JsonObject document) {
    try (TestingPeer peer =
        new TestingPeer(
            vertx,
            (request, answer) ->
                request.is(TestingRequest.MANIFEST) ? answer.body(document.encode()) : answer)) {
      Peer asked = new Peer(PeerOptions.of(peer.root()));
      return new CheckRun(asked)
          .run(List.of(HandshakeChecks.MANIFEST_SIGNATURE))
          .results()
          .get(0)
          .outcome();
    }
  }

  private static JsonObject reference() throws IOException {
    try (InputStream file =
        SignedManifestTest.class.getResourceAsStream("self_signed_manifest.json")) {
      return new JsonObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
