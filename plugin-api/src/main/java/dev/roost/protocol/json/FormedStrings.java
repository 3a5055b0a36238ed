package dev.roost.protocol.json;

import dev.roost.protocol.AgentUrn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads strings of a certain form: names of agents, points in time. */
final class FormedStrings {
  private FormedStrings() {}

  static @Nullable AgentUrn readUrn(JsonInput in) {
    String value = JsonTypes.readString(in);
    if (value == null) {
      return null;
    }
    if (value.length() > AgentUrn.MAX_LENGTH) {
      in.fault(
          "value_error",
          "Value error, Agent URN must be at most " + AgentUrn.MAX_LENGTH + " characters",
          ", got " + value.length());
      return null;
    }
    if (!AgentUrn.hasValidForm(value)) {
      in.fault(
          "value_error",
          "Value error, Agent ID must follow URN format 'urn:asap:agent:{name}'",
          ", got: " + value);
      return null;
    }
    return new AgentUrn(value);
  }

  static @Nullable Instant readInstant(JsonInput in) {
    try {
      switch (in.token()) {
        case VALUE_STRING:
          return Timestamps.parse(in.string());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
          return Timestamps.ofNumber(in.number().doubleValue());
        default:
          in.fault("datetime_type", "Input should be a valid datetime");
          in.skip();
          return null;
      }
    } catch (Timestamps.Malformed e) {
      String what = e.type().equals("datetime_parsing") ? "datetime" : "datetime or date";
      in.fault(e.type(), "Input should be a valid " + what + ", " + e.getMessage());
      return null;
    }
  }
}
