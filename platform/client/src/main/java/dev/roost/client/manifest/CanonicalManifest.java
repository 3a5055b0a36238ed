package dev.roost.client.manifest;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.Profile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/** What a signature is over: a manifest with all its keys, in the canonical form of RFC 8785. */
final class CanonicalManifest {
  private static final BigDecimal LAST_EXACT = new BigDecimal("9007199254740991");

  private CanonicalManifest() {}

  /**
   * The bytes.
   *
   * @throws IllegalArgumentException if the manifest has something that no signature can cover
   */
  static byte[] bytes(Manifest manifest) {
    if (manifest.verification() != null && manifest.verification().verifiedAt() != null) {
      throw new IllegalArgumentException(
          "verification.verified_at cannot be signed: the protocol has no canonical form for it");
    }
    JsonObject whole = new JsonObject(Codec.MANIFEST.write(manifest, Profile.FULL));
    whole.remove("signature");
    checkNumbers(whole);
    JsonObject capabilities = whole.getJsonObject("capabilities");
    if (capabilities.getValue("hardware") instanceof JsonObject hardware) {
      hardware.put("class_", hardware.remove("class"));
    }
    try {
      return new JsonCanonicalizer(whole.toBuffer().getBytes()).getEncodedUTF8();
    } catch (IOException e) {
      throw new IllegalArgumentException("it has no canonical form: " + e.getMessage(), e);
    }
  }

  /** The canonical form would round others, and one signature would cover several manifests. */
  private static void checkNumbers(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      object.forEach(member -> checkNumbers(member.getValue()));
    } else if (value instanceof JsonArray array) {
      array.forEach(CanonicalManifest::checkNumbers);
    } else if (value instanceof Number number
        && !(number instanceof Double)
        && new BigDecimal(number.toString()).abs().compareTo(LAST_EXACT) > 0) {
      throw new IllegalArgumentException(
          "an integer beyond " + LAST_EXACT + " cannot be signed: its canonical form is rounded");
    }
  }
}
