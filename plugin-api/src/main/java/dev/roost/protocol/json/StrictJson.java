package dev.roost.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/** Makes parsers with the limits of {@link JsonInput}, and the failures that tell of them. */
final class StrictJson {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonInput.MAX_DEPTH)
                  .maxNumberLength(JsonInput.MAX_NUMBER_LENGTH)
                  .maxNameLength(JsonInput.MAX_NAME_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private StrictJson() {}

  static JsonParser parser(byte[] text, int offset, int length) {
    try {
      return FACTORY.createParser(text, offset, length);
    } catch (IOException e) {
      throw new InvalidJsonException("Invalid JSON: syntax error");
    }
  }

  /** The failure for what a parser refused; says nothing of the text but the place. */
  static InvalidJsonException invalid(IOException cause, JsonParser parser) {
    return cause instanceof StreamConstraintsException
        ? failure(
            "a limit of the reader is exceeded (depth "
                + JsonInput.MAX_DEPTH
                + ", number "
                + JsonInput.MAX_NUMBER_LENGTH
                + ", key "
                + JsonInput.MAX_NAME_LENGTH
                + ")",
            parser)
        : failure("syntax error", parser);
  }

  /** The failure for {@code what}, at the place where the parser is. */
  static InvalidJsonException failure(String what, JsonParser parser) {
    JsonLocation location = parser.currentLocation();
    return new InvalidJsonException(
        "Invalid JSON: "
            + what
            + " at line "
            + location.getLineNr()
            + " column "
            + location.getColumnNr());
  }
}
