package dev.roost.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
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
 * One JSON text while it is read: a strict token stream, and the faults found so far.
 *
 * <p>Strict means: UTF-8 without byte-order mark, depth at most {@value #MAX_DEPTH}, numbers of at
 * most {@value #MAX_NUMBER_LENGTH} characters that fit a double, names of at most {@value
 * #MAX_NAME_LENGTH} characters, {@value #MAX_KEYS} keys an object, no key twice, no lone
 * surrogates, nothing behind the value. A string may be as long as the text.
 */
public final class JsonInput {
  /** The greatest depth of arrays and objects. */
  public static final int MAX_DEPTH = 64;

  /** The greatest length of a number, in characters. */
  public static final int MAX_NUMBER_LENGTH = 64;

  /** The greatest length of a key, in characters. */
  public static final int MAX_NAME_LENGTH = 256;

  /** The greatest number of keys in one object. */
  public static final int MAX_KEYS = 10_000;

  /** How many faults of one text are kept. */
  public static final int MAX_FAULTS = 100;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final byte[] text;
  private final int offset;
  private final JsonParser parser;
  private final boolean mayHoldSurrogates;
  private List<ValidationError> faults = new ArrayList<>(0);
  private boolean overruled;
  private int pathBase;
  private @Nullable String hint;

  private JsonInput(byte[] text, int offset, int length, boolean mayHoldSurrogates) {
    this.text = text;
    this.offset = offset;
    this.mayHoldSurrogates = mayHoldSurrogates;
    try {
      this.parser = FACTORY.createParser(text, offset, length);
    } catch (IOException e) {
      throw invalid(e, null);
    }
  }

  /**
   * Begins to read a text; the current token is its first.
   *
   * @throws InvalidJsonException if it is not UTF-8 or does not begin with a JSON token
   */
  public static JsonInput of(byte[] text) {
    boolean escapes = Utf8.checkAndFindEscapes(text, 0, text.length);
    JsonInput input = new JsonInput(text, 0, text.length, escapes);
    if (input.next() == null) {
      throw new InvalidJsonException("Invalid JSON: the text is empty");
    }
    return input;
  }

  /** The current token. */
  public JsonToken token() {
    return parser.currentToken();
  }

  /** Moves to the next token; null at the end of the text. */
  public @Nullable JsonToken next() {
    try {
      return parser.nextToken();
    } catch (IOException e) {
      throw invalid(e, parser);
    }
  }

  /** Refuses anything behind the value just read. */
  public void end() {
    if (next() != null) {
      throw new InvalidJsonException("Invalid JSON: text behind the value" + position(parser));
    }
  }

  /** The current key, or the key of the current value. */
  public String name() {
    try {
      String name = parser.currentName();
      refuseLoneSurrogates(name);
      return name;
    } catch (IOException e) {
      throw invalid(e, parser);
    }
  }

  /** The text of the current string. */
  public String string() {
    try {
      String value = parser.getText();
      refuseLoneSurrogates(value);
      return value;
    } catch (IOException e) {
      throw invalid(e, parser);
    }
  }

  /** The current number: Integer, Long, BigInteger or Double. */
  public Number number() {
    try {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return parser.getNumberValue();
      }
      double value = parser.getDoubleValue();
      if (!Double.isFinite(value)) {
        throw new InvalidJsonException("Invalid JSON: number out of range" + position(parser));
      }
      return value;
    } catch (IOException e) {
      throw invalid(e, parser);
    }
  }

  /** Passes over the current value, as strict as if it were kept. */
  public void skip() {
    value();
  }

  /**
   * The current value as Vert.x holds it: JsonObject, JsonArray, String, Number, Boolean or null.
   */
  public @Nullable Object value() {
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
  public JsonObject object() {
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
  void putOnce(Map<String, Object> members, String key, @Nullable Object value) {
    int before = members.size();
    members.put(key, value);
    if (members.size() == before) {
      throw duplicateKey();
    }
    if (before == MAX_KEYS) {
      throw tooManyKeys();
    }
  }

  /** The failure for an object with a key too many. */
  InvalidJsonException tooManyKeys() {
    return new InvalidJsonException(
        "Invalid JSON: more than " + MAX_KEYS + " keys in one object" + position(parser));
  }

  /** The failure for a key that stands twice in one object. */
  InvalidJsonException duplicateKey() {
    return new InvalidJsonException("Invalid JSON: duplicate key" + position(parser));
  }

  private JsonArray array() {
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
  Slice capture() {
    long start = parser.currentTokenLocation().getByteOffset();
    try {
      parser.skipChildren();
    } catch (IOException e) {
      throw invalid(e, parser);
    }
    long end = parser.currentLocation().getByteOffset();
    return new Slice(offset + (int) start, (int) (end - start));
  }

  /** Begins to read a remembered value; the current token is its first. */
  JsonInput resume(Slice slice) {
    JsonInput input = new JsonInput(text, slice.start(), slice.length(), mayHoldSurrogates);
    input.next();
    return input;
  }

  /** Reports a fault of the current value. */
  public void fault(String type, String msg) {
    fault(type, msg, null);
  }

  /**
   * Reports a fault of the current value.
   *
   * @param echo the rest of the message, which repeats the input
   */
  public void fault(String type, String msg, @Nullable String echo) {
    report(new ValidationError(type, path(), msg, echo));
  }

  /** Reports that the object just read lacks {@code key}. */
  void missing(String key) {
    List<Object> path = path();
    path.add(key);
    report(new ValidationError("missing", path, "Field required"));
  }

  /** Reports a fault of the member {@code key} of the object just read. */
  void faultOf(String key, String type, String msg, @Nullable String echo) {
    List<Object> path = path();
    path.add(key);
    report(new ValidationError(type, path, msg, echo));
  }

  /** Reports faults of a part whose own paths begin behind {@code tag}. */
  void faultsBehind(String tag, List<ValidationError> inner) {
    for (ValidationError fault : inner) {
      List<Object> path = path();
      path.add(tag);
      path.addAll(fault.loc());
      report(new ValidationError(fault.type(), path, fault.msg(), fault.echo()));
    }
  }

  /** Puts these faults in the place of all others, found and yet to be found. */
  void overrule(List<ValidationError> only) {
    if (!overruled) {
      faults.clear();
      faults.addAll(only);
      overruled = true;
    }
  }

  /** Remembers what a later value of the same message needs to be read. */
  void hint(String value) {
    hint = value;
  }

  /** What was remembered. */
  @Nullable String hint() {
    return hint;
  }

  private void report(ValidationError fault) {
    if (!overruled && faults.size() < MAX_FAULTS) {
      faults.add(fault);
    }
  }

  /** How many faults there are. */
  public int faultCount() {
    return faults.size();
  }

  /** The faults found so far. */
  public List<ValidationError> faults() {
    return List.copyOf(faults);
  }

  /**
   * Reads the current value as a message of its own: paths begin at it, and its faults are kept
   * apart.
   */
  <T> Outcome<T> readApart(JsonType<T> type) {
    List<ValidationError> outerFaults = faults;
    int outerBase = pathBase;
    boolean outerOverruled = overruled;
    String outerHint = hint;
    faults = new ArrayList<>(0);
    pathBase = pathLength();
    overruled = false;
    hint = null;
    T value = type.read(this);
    List<ValidationError> found = faults();
    faults = outerFaults;
    pathBase = outerBase;
    overruled = outerOverruled;
    hint = outerHint;
    return new Outcome<>(value, found);
  }

  private @Nullable JsonStreamContext surroundings() {
    JsonStreamContext context = parser.getParsingContext();
    JsonToken token = token();
    return token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY
        ? context.getParent()
        : context;
  }

  private int pathLength() {
    int length = 0;
    for (JsonStreamContext c = surroundings(); c != null && !c.inRoot(); c = c.getParent()) {
      length++;
    }
    return length;
  }

  private List<Object> path() {
    LinkedList<Object> path = new LinkedList<>();
    for (JsonStreamContext c = surroundings(); c != null && !c.inRoot(); c = c.getParent()) {
      path.addFirst(c.inArray() ? (Object) c.getCurrentIndex() : c.getCurrentName());
    }
    path.subList(0, Math.min(pathBase, path.size())).clear();
    return path;
  }

  private void refuseLoneSurrogates(String value) {
    if (!mayHoldSurrogates) {
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
        if (!paired) {
          throw new InvalidJsonException("Invalid JSON: unpaired surrogate" + position(parser));
        }
        i++;
      }
    }
  }

  private static InvalidJsonException invalid(IOException cause, @Nullable JsonParser parser) {
    if (cause instanceof StreamConstraintsException) {
      return new InvalidJsonException(
          "Invalid JSON: a limit of the reader is exceeded (depth "
              + MAX_DEPTH
              + ", number "
              + MAX_NUMBER_LENGTH
              + ", key "
              + MAX_NAME_LENGTH
              + ")"
              + position(parser));
    }
    return new InvalidJsonException("Invalid JSON: syntax error" + position(parser));
  }

  private static String position(@Nullable JsonParser parser) {
    if (parser == null) {
      return "";
    }
    JsonLocation location = parser.currentLocation();
    return " at line " + location.getLineNr() + " column " + location.getColumnNr();
  }

  /** A value that was passed over: where it stands in the text. */
  record Slice(int start, int length) {}

  /** A value read apart, null exactly if it has faults. */
  record Outcome<T>(@Nullable T value, List<ValidationError> faults) {}
}
