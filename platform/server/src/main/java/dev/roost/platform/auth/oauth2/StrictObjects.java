package dev.roost.platform.auth.oauth2;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.JsonInput;
import io.vertx.core.json.JsonObject;

/** Reads JSON objects as strictly as messages: bounded, UTF-8, and no key twice. */
final class StrictObjects {
  private StrictObjects() {}

  /**
   * Reads an object and nothing behind it.
   *
   * @throws InvalidJsonException if the text is anything else
   */
  static JsonObject read(byte[] text) {
    JsonInput in = JsonInput.of(text);
    if (in.token() != JsonToken.START_OBJECT) {
      throw new InvalidJsonException("the text is no JSON object");
    }
    JsonObject object = in.object();
    in.end();
    return object;
  }
}
