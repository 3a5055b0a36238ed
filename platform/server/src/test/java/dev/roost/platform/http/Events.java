package dev.roost.platform.http;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer to a request for server-sent events, event by event. */
final class Events {
  private final Wire wire;
  private final Wire.Answer head;
  private String unread = "";
  private boolean ended;

  private Events(Wire wire) {
    this.wire = wire;
    this.head = wire.readHead();
  }

  /** One event. */
  record Event(String id, String name, JsonObject envelope) {
    String type() {
      return envelope.getString("payload_type");
    }

    JsonObject payload() {
      return envelope.getJsonObject("payload");
    }

    JsonObject extensions() {
      return envelope.getJsonObject("extensions");
    }

    long sequence() {
      return extensions().getLong("sequence");
    }
  }

  /** Of a request that has been sent. */
  static Events of(Wire wire) {
    return new Events(wire);
  }

  Wire.Answer head() {
    return head;
  }

  /** The next event; empty at the end. Comments are passed over. */
  Optional<Event> next() {
    while (true) {
      int end = unread.indexOf("\n\n");
      if (end < 0) {
        if (ended) {
          return Optional.empty();
        }
        byte[] chunk = wire.chunk();
        ended = chunk.length == 0;
        unread += new String(chunk, StandardCharsets.UTF_8);
      } else {
        String block = unread.substring(0, end);
        unread = unread.substring(end + 2);
        if (!block.startsWith(":")) {
          return Optional.of(event(block));
        }
      }
    }
  }

  /** All that are left. */
  List<Event> rest() {
    List<Event> events = new ArrayList<>();
    for (Optional<Event> event = next(); event.isPresent(); event = next()) {
      events.add(event.get());
    }
    return events;
  }

  private static Event event(String block) {
    String id = "";
    String name = "";
    JsonObject data = new JsonObject();
    for (String line : block.split("\n")) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = new JsonObject(line.substring(6));
      } else {
        throw new AssertionError("not a line of an event: " + line);
      }
    }
    return new Event(id, name, data);
  }
}
