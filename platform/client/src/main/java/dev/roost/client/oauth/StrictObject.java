package dev.roost.client.oauth;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.JsonInput;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Reads JSON objects as strictly as messages: bounded, UTF-8, and no key twice. */
final class StrictObject {
  private StrictObject() {}

  /** The object that a text is; empty if it is none. */
  static Optional<JsonObject> read(byte[] text) {
    try {
      JsonInput in = JsonInput.of(text);
      if (in.token() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      JsonObject object = in.object();
      in.end();
      return Optional.of(object);
    } catch (InvalidJsonException e) {
      return Optional.empty();
    }
  }
}
