package dev.roost.protocol.json;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One fault of a JSON value.
 *
 * @param type what kind of fault, in the reference's words: {@code missing}, {@code string_type},
 *     ...
 * @param loc where: keys (String) and indexes (Integer) from the top of the value
 * @param msg for people; holds nothing of the client's input
 * @param echo the rest of the message that repeats the input; shown in debug mode only
 */
public record ValidationError(String type, List<Object> loc, String msg, @Nullable String echo) {
  /** Refuses missing parts and copies the list. */
  public ValidationError {
    requireNonNull(type, "type");
    requireNonNull(msg, "msg");
    loc = List.copyOf(loc);
  }

  /** A fault whose message repeats nothing. */
  public ValidationError(String type, List<Object> loc, String msg) {
    this(type, loc, msg, null);
  }

  /** The whole message, with what it repeats of the input. */
  public String fullMessage() {
    return echo == null ? msg : msg + echo;
  }

  /** The faults as they stand on the wire, without the client's input. */
  public static JsonArray toJson(List<ValidationError> faults) {
    return toJson(faults, false);
  }

  /**
   * The faults as they stand on the wire.
   *
   * @param echo whether messages may repeat the client's input
   */
  public static JsonArray toJson(List<ValidationError> faults, boolean echo) {
    JsonArray array = new JsonArray();
    for (ValidationError fault : faults) {
      array.add(
          new JsonObject()
              .put("type", fault.type())
              .put("loc", new JsonArray(List.copyOf(fault.loc())))
              .put("msg", echo ? fault.fullMessage() : fault.msg()));
    }
    return array;
  }
}
