package dev.roost.protocol.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON text while it is read: a strict token stream, and the faults found so far.
 *
 * <p>Strict means: UTF-8 without byte-order mark, depth at most {@value #MAX_DEPTH}, numbers of at
 * most {@value #MAX_NUMBER_LENGTH} characters that fit a double, names of at most {@value
 * #MAX_NAME_LENGTH} characters, {@value #MAX_KEYS} keys an object, {@value #MAX_CONTAINERS} objects
 * and arrays, {@value #MAX_VALUES} values, no key twice, no lone surrogates, nothing behind the
 * value. A string may be as long as the text.
 */
public final class JsonInput extends JsonTokens {
  /** The greatest depth of arrays and objects. */
  public static final int MAX_DEPTH = 64;

  /** The greatest length of a number, in characters. */
  public static final int MAX_NUMBER_LENGTH = 64;

  /** The greatest length of a key, in characters. */
  public static final int MAX_NAME_LENGTH = 256;

  /** The greatest number of keys in one object. */
  public static final int MAX_KEYS = 10_000;

  /** The greatest number of objects and arrays in the open parts of one text. */
  public static final int MAX_CONTAINERS = 250_000;

  /** The greatest number of values in the open parts of one text. */
  public static final int MAX_VALUES = 2_000_000;

  /** How many faults of one text are kept. */
  public static final int MAX_FAULTS = 100;

  private List<ValidationError> faults = new ArrayList<>(0);
  private boolean overruled;
  private int pathBase;
  private @Nullable String hint;
  private final boolean callbacks;

  private JsonInput(byte[] text, boolean callbacks) {
    super(text);
    this.callbacks = callbacks;
  }

  private JsonInput(JsonInput whole, Slice slice) {
    super(whole, slice);
    this.callbacks = whole.callbacks;
  }

  /**
   * Begins to read a text; the current token is its first.
   *
   * @throws InvalidJsonException if it is not UTF-8 or does not begin with a JSON token
   */
  public static JsonInput of(byte[] text) {
    return of(text, false);
  }

  /**
   * The same.
   *
   * @param callbacks whether the configuration of a task may hold a callback
   */
  static JsonInput of(byte[] text, boolean callbacks) {
    return new JsonInput(text, callbacks);
  }

  /** Whether the configuration of a task may hold a callback. */
  boolean acceptsCallbacks() {
    return callbacks;
  }

  /** Begins to read a remembered value; the current token is its first. */
  JsonInput resume(Slice slice) {
    return new JsonInput(this, slice);
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
    faultOf(key, "missing", "Field required", null);
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

  private List<Object> path() {
    return path(pathBase);
  }

  /** A value read apart, null exactly if it has faults. */
  record Outcome<T>(@Nullable T value, List<ValidationError> faults) {}
}
