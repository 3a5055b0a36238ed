package dev.roost.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The strict token stream below {@link JsonInput}. Its methods are final: a public one that is not
 * would be called by way of a bridge in the public subclass.
 */
abstract class JsonTokens {
  private int values;
  private int containers;
  private final byte[] text;
  private final int offset;
  private final JsonParser parser;
  private final boolean mayHoldSurrogates;

  /** Begins to read a text; the current token is its first. */
  JsonTokens(byte[] text) {
    this(text, 0, text.length, Utf8.checkAndFindEscapes(text, 0, text.length));
    if (next() == null) {
      throw new InvalidJsonException("Invalid JSON: the text is empty");
    }
  }

  /** Begins to read a value that was passed over; the current token is its first. */
  JsonTokens(JsonTokens whole, Slice slice) {
    this(whole.text, slice.start(), slice.length(), whole.mayHoldSurrogates);
    next();
  }

  private JsonTokens(byte[] text, int offset, int length, boolean mayHoldSurrogates) {
    this.text = text;
    this.offset = offset;
    this.mayHoldSurrogates = mayHoldSurrogates;
    this.parser = StrictJson.parser(text, offset, length);
  }

  /** The current token. */
  public final JsonToken token() {
    return parser.currentToken();
  }

  /** Moves to the next token; null at the end of the text. */
  public final @Nullable JsonToken next() {
    try {
      return parser.nextToken();
    } catch (IOException e) {
      throw invalid(e);
    }
  }

  /** Refuses anything behind the value just read. */
  public final void end() {
    if (next() != null) {
      throw failure("text behind the value");
    }
  }

  /** The current key, or the key of the current value. */
  public final String name() {
    try {
      return refuseLoneSurrogates(parser.currentName());
    } catch (IOException e) {
      throw invalid(e);
    }
  }

  /** The text of the current string. */
  public final String string() {
    try {
      return refuseLoneSurrogates(parser.getText());
    } catch (IOException e) {
      throw invalid(e);
    }
  }

  /** The current number: Integer, Long, BigInteger or Double. */
  public final Number number() {
    try {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return parser.getNumberValue();
      }
      double value = parser.getDoubleValue();
      if (!Double.isFinite(value)) {
        throw failure("number out of range");
      }
      return value;
    } catch (IOException e) {
      throw invalid(e);
    }
  }

  /** Passes over the current value, as strict as if it were kept. */
  public final void skip() {
    value();
  }

  /**
   * The current value as Vert.x holds it: JsonObject, JsonArray, String, Number, Boolean or null.
   */
  public final @Nullable Object value() {
    if (++values > JsonInput.MAX_VALUES) {
      throw failure("more than " + JsonInput.MAX_VALUES + " values");
    }
    return switch (token()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> string();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      default -> null;
    };
  }

  /** The current object. */
  public final JsonObject object() {
    countContainer();
    Map<String, Object> members = new LinkedHashMap<>();
    while (next() == JsonToken.FIELD_NAME) {
      String key = name();
      next();
      putOnce(members, key, value());
    }
    return new JsonObject(members);
  }

  /**
   * Adds a member to an object that is being read; refuses a key that is there, or one too many.
   */
  final void putOnce(Map<String, Object> members, String key, @Nullable Object value) {
    int before = members.size();
    members.put(key, value);
    if (members.size() == before) {
      throw duplicateKey();
    }
    if (before == JsonInput.MAX_KEYS) {
      throw tooManyKeys();
    }
  }

  /** The failure for an object with a key too many. */
  final InvalidJsonException tooManyKeys() {
    return failure("more than " + JsonInput.MAX_KEYS + " keys in one object");
  }

  /** The failure for a key that stands twice in one object. */
  final InvalidJsonException duplicateKey() {
    return failure("duplicate key");
  }

  /** A few bytes of text can stand for a hundred bytes of objects. */
  private void countContainer() {
    if (++containers > JsonInput.MAX_CONTAINERS) {
      throw failure("more than " + JsonInput.MAX_CONTAINERS + " objects and arrays");
    }
  }

  private JsonArray array() {
    countContainer();
    List<@Nullable Object> elements = new ArrayList<>();
    while (next() != JsonToken.END_ARRAY) {
      elements.add(value());
    }
    return new JsonArray(elements);
  }

  /**
   * Remembers the current object or array, to be read later, and passes over it; how strict it is
   * taken shows when it is read.
   */
  final Slice capture() {
    long start = parser.currentTokenLocation().getByteOffset();
    try {
      parser.skipChildren();
    } catch (IOException e) {
      throw invalid(e);
    }
    long end = parser.currentLocation().getByteOffset();
    return new Slice(offset + (int) start, (int) (end - start));
  }

  /** How many arrays and objects are around the current value. */
  final int pathLength() {
    int length = 0;
    for (JsonStreamContext c = surroundings(); c != null && !c.inRoot(); c = c.getParent()) {
      length++;
    }
    return length;
  }

  /** The keys and indices that lead to the current value, without the first {@code base}. */
  final List<Object> path(int base) {
    LinkedList<Object> path = new LinkedList<>();
    for (JsonStreamContext c = surroundings(); c != null && !c.inRoot(); c = c.getParent()) {
      path.addFirst(c.inArray() ? (Object) c.getCurrentIndex() : c.getCurrentName());
    }
    path.subList(0, Math.min(base, path.size())).clear();
    return path;
  }

  private @Nullable JsonStreamContext surroundings() {
    JsonStreamContext context = parser.getParsingContext();
    JsonToken token = token();
    return token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY
        ? context.getParent()
        : context;
  }

  private String refuseLoneSurrogates(String value) {
    if (mayHoldSurrogates && Utf8.hasLoneSurrogate(value)) {
      throw failure("unpaired surrogate");
    }
    return value;
  }

  private InvalidJsonException invalid(IOException cause) {
    return StrictJson.invalid(cause, parser);
  }

  private InvalidJsonException failure(String what) {
    return StrictJson.failure(what, parser);
  }

  /** A value that was passed over: where it stands in the text. */
  record Slice(int start, int length) {}
}
