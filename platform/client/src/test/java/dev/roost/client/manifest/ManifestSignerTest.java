package dev.roost.client.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.Capability;
import dev.roost.protocol.HardwareCapability;
import dev.roost.protocol.InferenceCapability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing, and the forms of keys. */
class ManifestSignerTest {
  private static final String SEED =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

  private static Manifest manifest() {
    return Vectors.signed("self_signed_manifest.json").manifest();
  }

  private static Manifest with(Capability capability, Manifest.Verification verification) {
    Manifest plain = manifest();
    return new Manifest(
        plain.id(),
        plain.name(),
        plain.version(),
        "B\u00f6rd \u20ac \ud83d\ude02 \u000f",
        capability,
        plain.endpoints(),
        plain.supportedVersions(),
        null,
        "an older one",
        null,
        verification,
        300);
  }

  private static Capability skilled(JsonObject schema) {
    return Capability.of(List.of(new Skill("sum", "Adds", schema, null)));
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  /** From RFC 8032, section 7.1. */
  @ParameterizedTest
  @CsvSource({
    SEED + ", d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + " 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + " fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
  })
  void aSeedHasThePublicHalfOfTheStandard(String seed, String expected) {
    // When
    ManifestSigner signer = ManifestSigner.of(base64(seed));

    // Then
    assertThat(signer.key()).hasToString(base64(expected));
  }

  @Test
  void whatOpenSslWritesIsRead() {
    // Given
    String pem =
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----
        """;

    // When
    ManifestSigner signer = ManifestSigner.of(pem);

    // Then
    assertThat(signer.key()).isEqualTo(ManifestSigner.of(base64(SEED)).key());
    assertThat(signer.toPem()).isEqualTo(pem);
  }

  @Test
  void aNewKeyIsAnotherEachTime() {
    // When
    ManifestSigner signer = ManifestSigner.generate();

    // Then
    assertThat(signer.key()).isNotEqualTo(ManifestSigner.generate().key());
    assertThat(ManifestSigner.of(signer.toPem()).key()).isEqualTo(signer.key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret",
        "czNjcmV0",
        "-----BEGIN PRIVATE KEY-----\nczNjcmV0\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\ns3cret!\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nczNjcmV0\n-----END EC PRIVATE KEY-----",
      })
  void whatIsNoKeyIsRefusedAndNotRepeated(String text) {
    // When, Then
    assertThatThrownBy(() -> ManifestSigner.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no Ed25519 private key")
        .hasMessageNotContaining("s3cret")
        .hasMessageNotContaining("czNjcmV0");
  }

  @Test
  void theSecretIsNotInItsName() {
    // When
    String shown = SigningKey.read(base64(SEED)).toString();

    // Then
    assertThat(shown).doesNotContain(base64(SEED)).contains("SigningKey");
  }

  @Test
  void whatIsSignedIsVerified() {
    // Given
    Capability capability =
        new Capability(
            "0.1",
            List.of(
                new Skill(
                    "sum", "Adds", new JsonObject("{\"minimum\":1.0,\"b\":{\"a\":[]}}"), null)),
            true,
            true,
            List.of("tool"),
            new HardwareCapability("sbc", "Pi", List.of("gpio")),
            new InferenceCapability(
                List.of("cloud"), List.of(new InferenceCapability.LocalModel("m", null, 12.5))));
    Manifest manifest =
        with(
            capability,
            new Manifest.Verification("pending", Instant.parse("2026-01-01T00:00:00Z")));
    ManifestSigner signer = ManifestSigner.of(base64(SEED));

    // When
    SignedManifest document = signer.sign(manifest, TrustLevel.ENTERPRISE);

    // Then
    SignedManifest read = SignedManifest.CODEC.read(SignedManifest.CODEC.write(document));
    assertThatCode(() -> read.verify(signer.key())).doesNotThrowAnyException();
    assertThat(read.signature().trustLevel()).isEqualTo(TrustLevel.ENTERPRISE);
    assertThat(read.manifest().signature()).isNull();
    assertThat(read.manifest().verification())
        .isEqualTo(new Manifest.Verification("pending", null));
    assertThat(signer.sign(manifest, TrustLevel.ENTERPRISE)).isEqualTo(document);
    assertThat(new String(CanonicalManifest.bytes(read.manifest()), StandardCharsets.UTF_8))
        .contains("\"class_\":\"sbc\"", "{\"b\":{\"a\":[]},\"minimum\":1}", "\\u000f\"")
        .doesNotContain("\"class\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9007199254740992", "-9007199254740993", "123456789012345678901234567890"})
  void anIntegerThatWouldBeRoundedIsNotSigned(String number) {
    // Given
    Manifest manifest = with(skilled(new JsonObject("{\"enum\":[[" + number + "]]}")), null);
    ManifestSigner signer = ManifestSigner.generate();

    // When, Then
    assertThatThrownBy(() -> signer.sign(manifest, TrustLevel.SELF_SIGNED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9007199254740991");
  }
}
