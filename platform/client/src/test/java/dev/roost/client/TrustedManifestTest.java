package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.manifest.ManifestKey;
import dev.roost.client.manifest.ManifestSigner;
import dev.roost.client.manifest.ManifestTrust;
import dev.roost.client.manifest.Vectors;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Manifest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that takes only manifests which a trusted key has signed. */
class TrustedManifestTest extends Fixture {
  private static final JsonObject SIGNED = Vectors.json("self_signed_manifest.json");
  private static final ManifestKey SIGNER = ManifestKey.of(SIGNED.getString("public_key"));

  private AsapClient trusting(Set<ManifestKey> keys) {
    ManifestTrust trust = ManifestTrust.required(Map.of(agent.url() + "/", keys));
    return client(builder -> builder.manifestTrust(trust));
  }

  private void shows(JsonObject page) {
    agent.will((request, response) -> TestingAgent.json(response, page.toBuffer()));
  }

  private static UntrustedManifestException refused(AsapClient client) {
    return Outcomes.failure(UntrustedManifestException.class, client.discover());
  }

  @Test
  void oneByATrustedKeyIsTaken() {
    // Given
    shows(SIGNED);
    AsapClient client = trusting(Set.of(ManifestSigner.generate().key(), SIGNER));

    // When
    Manifest manifest = Outcomes.get(client.discover());

    // Then
    assertThat(manifest.name()).isEqualTo("Fixture Agent");
  }

  @Test
  void theKeyThatCameWithItIsNotTrusted() {
    // Given
    shows(SIGNED);
    AsapClient client = trusting(Set.of(ManifestSigner.generate().key()));

    // When
    UntrustedManifestException refused = refused(client);

    // Then
    assertThat(refused.error().code()).isEqualTo(ErrorCode.SIGNATURE_VERIFICATION.rpcCode());
    assertThat(refused).hasMessageContaining("the signature is not that of the key");
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void whatWasRefusedIsNotKept() {
    // Given
    JsonObject changed = SIGNED.copy();
    changed.getJsonObject("manifest").put("name", "Another");
    agent.will(
        (request, response) -> TestingAgent.json(response, changed.toBuffer()),
        (request, response) -> TestingAgent.json(response, SIGNED.toBuffer()));
    AsapClient client = trusting(Set.of(SIGNER));
    refused(client);

    // When
    Manifest manifest = Outcomes.get(client.discover());

    // Then
    assertThat(manifest.name()).isEqualTo("Fixture Agent");
  }

  @Test
  void aPlainManifestIsRefused() {
    // Given
    shows(SIGNED.getJsonObject("manifest"));
    AsapClient client = trusting(Set.of(SIGNER));

    // When
    UntrustedManifestException refused = refused(client);

    // Then
    assertThat(refused).hasMessageContaining("it is no signed manifest");
  }

  @Test
  void aPeerForWhomNobodySignsIsRefused() {
    // Given
    shows(SIGNED);
    AsapClient client = trusting(Set.of(SIGNER));

    // When
    Throwable refused = Outcomes.failure(client.discover(agent.url() + "/agents/other"));

    // Then
    assertThat(refused)
        .isInstanceOf(UntrustedManifestException.class)
        .hasMessageContaining("no key is trusted to sign");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{}", "[]"})
  void whatIsNoManifestAtAllIsToldSo(String body) {
    // Given
    agent.will(TestingAgent.text("application/json", body));
    AsapClient client = trusting(Set.of(SIGNER));

    // When
    Throwable refused = Outcomes.failure(client.discover());

    // Then
    assertThat(refused).isInstanceOf(InvalidAnswerException.class);
  }
}
