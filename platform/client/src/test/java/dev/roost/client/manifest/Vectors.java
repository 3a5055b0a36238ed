package dev.roost.client.manifest;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the protocol's reference has signed. */
public final class Vectors {
  private Vectors() {}

  /** The text of a file. */
  public static String text(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The object in a file. */
  public static JsonObject json(String file) {
    return new JsonObject(text(file));
  }

  static SignedManifest signed(String file) {
    return SignedManifest.CODEC.read(text(file).getBytes(StandardCharsets.UTF_8));
  }
}
