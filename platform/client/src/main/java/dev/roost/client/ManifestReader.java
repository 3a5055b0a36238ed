package dev.roost.client;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.InvalidMessageException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/** Reads manifests, bare or within a signed document. Signatures are not checked. */
final class ManifestReader {
  private ManifestReader() {}

  /**
   * Reads one.
   *
   * @throws InvalidAnswerException if it is none
   */
  static Manifest read(String baseUrl, Buffer text) {
    try {
      return Codec.MANIFEST.read(text);
    } catch (InvalidMessageException e) {
      return signed(baseUrl, text, e);
    } catch (InvalidJsonException e) {
      throw invalid(baseUrl, e);
    }
  }

  /** The strict reader has passed over the whole text, so it is JSON. */
  private static Manifest signed(String baseUrl, Buffer text, InvalidMessageException otherwise) {
    if (Json.decodeValue(text) instanceof JsonObject document
        && document.getValue("manifest") instanceof JsonObject manifest
        && document.getValue("signature") instanceof JsonObject) {
      try {
        return Codec.MANIFEST.read(manifest.toBuffer());
      } catch (InvalidMessageException e) {
        throw invalid(baseUrl, e);
      }
    }
    throw invalid(baseUrl, otherwise);
  }

  private static InvalidAnswerException invalid(String baseUrl, RuntimeException reason) {
    return new InvalidAnswerException(baseUrl, "it is no manifest: " + reason.getMessage());
  }
}
