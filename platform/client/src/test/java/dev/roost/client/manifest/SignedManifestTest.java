package dev.roost.client.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.InvalidMessageException;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that the reference has signed, and others that only look so. */
class SignedManifestTest {
  private static final String SELF_SIGNED = "self_signed_manifest.json";
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  static Stream<JsonObject> vectors() {
    return Vectors.json("signed-manifest-canonical.json").getJsonArray("cases").stream()
        .map(JsonObject.class::cast);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatTheReferenceSignedIsVerified(JsonObject vector) throws InvalidSignatureException {
    // Given
    String file = vector.getString("fixture").replaceAll(".*/", "");
    SignedManifest document = Vectors.signed(file);
    ManifestKey key = document.embeddedKey().orElseThrow();

    // When
    byte[] signed = CanonicalManifest.bytes(document.manifest());

    // Then
    assertThat(new String(signed, StandardCharsets.UTF_8))
        .isEqualTo(vector.getString("canonical_utf8"));
    assertThatCode(() -> document.verify(key)).doesNotThrowAnyException();
  }

  @Test
  void whatAnAuthorityHasSignedIsVerifiedByItsKey() {
    // Given
    ManifestKey authority = ManifestKey.of(Vectors.text("ca_public_b64.txt"));
    SignedManifest document = Vectors.signed("verified_manifest.json");

    // When, Then
    assertThatCode(() -> document.verify(authority)).doesNotThrowAnyException();
    assertThat(document.signature().trustLevel()).isEqualTo(TrustLevel.VERIFIED);
  }

  @Test
  void anotherKeyDoesNotVerify() {
    // Given
    ManifestKey authority = ManifestKey.of(Vectors.text("ca_public_b64.txt"));
    SignedManifest document = Vectors.signed(SELF_SIGNED);

    // When, Then
    assertThatThrownBy(() -> document.verify(authority))
        .isInstanceOf(InvalidSignatureException.class);
  }

  @Test
  void noBitCanBeChanged() {
    // Given
    byte[] text = Vectors.text(SELF_SIGNED).getBytes(StandardCharsets.UTF_8);
    List<String> passed = new ArrayList<>();

    // When
    for (int bit = 0; bit < text.length * Byte.SIZE; bit++) {
      byte[] changed = text.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      if (isVerified(changed)) {
        passed.add(bit + ": " + new String(changed, StandardCharsets.UTF_8));
      }
    }

    // Then
    assertThat(passed).isEmpty();
    assertThat(isVerified(text)).isTrue();
  }

  private static boolean isVerified(byte[] text) {
    try {
      SignedManifest document = SignedManifest.CODEC.read(text);
      document.verify(document.embeddedKey().orElseThrow());
      return true;
    } catch (InvalidMessageException | InvalidJsonException | InvalidSignatureException e) {
      return false;
    }
  }

  @Test
  void aSignatureHasOneSpelling() {
    // Given
    JsonObject document = Vectors.json(SELF_SIGNED);
    byte[] signature =
        Base64.getDecoder().decode(document.getJsonObject("signature").getString("signature"));
    byte[] other = withOrderAdded(signature);
    document.getJsonObject("signature").put("signature", Base64.getEncoder().encodeToString(other));

    // When
    boolean verified = isVerified(document.toBuffer().getBytes());

    // Then
    assertThat(other).hasSize(64).isNotEqualTo(signature);
    assertThat(verified).isFalse();
  }

  /** The same scalar once around the group: what lax verifiers take. */
  private static byte[] withOrderAdded(byte[] signature) {
    byte[] scalar = reversed(Arrays.copyOfRange(signature, 32, 64));
    byte[] added = new BigInteger(1, scalar).add(ORDER).toByteArray();
    byte[] padded = new byte[32];
    System.arraycopy(added, 0, padded, 32 - added.length, added.length);
    byte[] other = signature.clone();
    System.arraycopy(reversed(padded), 0, other, 32, 32);
    return other;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  @ParameterizedTest
  @CsvSource({
    "AAAA, it has 3 bytes",
    "%%%, it is no base 64",
    "JJ0i6Gk0F2hkUC4aqWFwHNZ6gGRSCONH2e6HwNqCSr1=, bits that mean nothing",
    "7f///////////////////////////////////////38=, no point"
  })
  void whatIsNoKeyIsTold(String text, String reason) {
    // Given
    SignedManifest signed = Vectors.signed(SELF_SIGNED);
    SignedManifest document = new SignedManifest(signed.manifest(), signed.signature(), text);

    // When, Then
    assertThatThrownBy(document::embeddedKey)
        .isInstanceOf(InvalidSignatureException.class)
        .hasMessageContaining("public_key is no key")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "%", "AAAA=AAA"})
  void whatIsNoSignatureIsTold(String text) {
    // Given
    SignedManifest signed = Vectors.signed(SELF_SIGNED);
    SignedManifest document =
        new SignedManifest(
            signed.manifest(),
            new SignedManifest.Block(SignedManifest.ALGORITHM, text, TrustLevel.VERIFIED),
            null);
    ManifestKey key = ManifestKey.of(signed.publicKey());

    // When, Then
    assertThatThrownBy(() -> document.verify(key))
        .isInstanceOf(InvalidSignatureException.class)
        .hasMessageContaining("signature.signature is none");
  }

  @Test
  void aDateOfVerificationHasNoForm() {
    // Given
    JsonObject document = Vectors.json(SELF_SIGNED);
    document
        .getJsonObject("manifest")
        .put(
            "verification",
            new JsonObject("{\"status\":\"verified\",\"verified_at\":\"2026-01-01T00:00:00Z\"}"));
    SignedManifest signed = SignedManifest.CODEC.read(document.toBuffer());
    ManifestKey key = ManifestKey.of(signed.publicKey());

    // When, Then
    assertThatThrownBy(() -> signed.verify(key))
        .isInstanceOf(InvalidSignatureException.class)
        .hasMessageContaining("verified_at");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"manifest\":{},\"signature\":{}}', true",
    "'{\"manifest\":{}}', false",
    "'{\"signature\":{}}', false",
    "'{\"id\":\"urn:asap:agent:a\"}', false"
  })
  void aSignedOneIsToldFromAPlainOne(String document, boolean signed) {
    assertThat(SignedManifest.isSigned(new JsonObject(document))).isEqualTo(signed);
  }

  @Test
  void aKeyIsWhatItsBytesAre() {
    // Given
    String text = Vectors.text("ca_public_b64.txt");

    // When
    ManifestKey one = ManifestKey.of(text);

    // Then
    assertThat(one).isEqualTo(ManifestKey.of(text)).hasSameHashCodeAs(ManifestKey.of(text));
    assertThat(one).isNotEqualTo(Vectors.signed(SELF_SIGNED).publicKey());
  }
}
