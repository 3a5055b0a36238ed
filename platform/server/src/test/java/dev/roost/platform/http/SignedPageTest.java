package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.roost.client.manifest.ManifestSigner;
import dev.roost.client.manifest.SignedManifest;
import dev.roost.client.manifest.TrustLevel;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manifests of a node that has a key. */
class SignedPageTest {
  private static final String PATH = "/.well-known/asap/manifest.json";
  private static final ManifestSigner SIGNER = ManifestSigner.generate();
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.with().signer(SIGNER).start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', urn:asap:agent:echo, /asap",
    "/agents/echo, urn:asap:agent:echo, /agents/echo/asap",
    "/agents/test.trouble, urn:asap:agent:test:trouble, /agents/test.trouble/asap"
  })
  void eachPageIsSignedAsItIsShown(String root, String agent, String endpoint) {
    // When
    Wire.Answer answer = node.get(root + PATH);

    // Then
    SignedManifest document = SignedManifest.CODEC.read(Buffer.buffer(answer.body()));
    assertThatCode(() -> document.verify(SIGNER.key())).doesNotThrowAnyException();
    assertThat(document.manifest().id()).hasToString(agent);
    assertThat(document.manifest().endpoints().asap()).endsWith("8080" + endpoint);
    assertThat(document.publicKey()).isEqualTo(SIGNER.key().toString());
    assertThat(document.signature().trustLevel()).isEqualTo(TrustLevel.SELF_SIGNED);
  }

  @Test
  void theTagStaysWhateverTheLoop() {
    // Given
    String tag = node.get(PATH).header("etag");

    // When / Then
    for (int i = 0; i < 10; i++) { // both event loops
      assertThat(node.get(PATH).header("etag")).isEqualTo(tag);
    }
  }
}
