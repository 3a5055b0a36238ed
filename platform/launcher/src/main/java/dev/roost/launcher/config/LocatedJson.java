package dev.roost.launcher.config;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.END_OBJECT;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document that knows on which line each of its values stands.
 *
 * @param value the document
 * @param lines the line of each value, counted from 1
 */
record LocatedJson(@Nullable Object value, Map<Pointer, Integer> lines) {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(64).build())
          .build();

  /**
   * Reads a document.
   *
   * @throws MalformedJsonException if it is not exactly one JSON value
   */
  static LocatedJson parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      Map<Pointer, Integer> lines = new HashMap<>();
      parser.nextToken();
      Object value = read(parser, Pointer.ROOT, lines);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException(
            "there is more after the end of the document", parser.currentTokenLocation());
      }
      return new LocatedJson(value, lines);
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(e.getOriginalMessage(), e.getLocation());
    } catch (IOException e) {
      throw new MalformedJsonException(e.getMessage(), JsonLocation.NA);
    }
  }

  private static @Nullable Object read(
      JsonParser parser, Pointer pointer, Map<Pointer, Integer> lines) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new MalformedJsonException("the document is empty", parser.currentLocation());
    }
    lines.put(pointer, parser.currentTokenLocation().getLineNr());
    return switch (token) {
      case START_OBJECT -> object(parser, pointer, lines);
      case START_ARRAY -> array(parser, pointer, lines);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default ->
          throw new MalformedJsonException("unexpected " + token, parser.currentTokenLocation());
    };
  }

  private static JsonObject object(JsonParser parser, Pointer pointer, Map<Pointer, Integer> lines)
      throws IOException {
    JsonObject object = new JsonObject();
    while (parser.nextToken() != END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      object.put(key, read(parser, pointer.child(key), lines));
    }
    return object;
  }

  private static JsonArray array(JsonParser parser, Pointer pointer, Map<Pointer, Integer> lines)
      throws IOException {
    JsonArray array = new JsonArray();
    while (parser.nextToken() != END_ARRAY) {
      array.add(read(parser, pointer.child(Integer.toString(array.size())), lines));
    }
    return array;
  }
}
