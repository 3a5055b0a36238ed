package dev.roost.launcher.check;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a stream, cut into its chunks as the protocol's clients cut it: at an empty line, by
 * line feeds alone, each {@code data:} line a JSON object of its own.
 *
 * @param chunks the chunks
 */
record EventStream(List<JsonObject> chunks) {
  static final String TYPE = "text/event-stream";

  private static final String END = "\n\n";
  private static final String DATA = "data:";

  EventStream {
    chunks = List.copyOf(chunks);
  }

  /** Reads as much of a stream as came. */
  static EventStream read(Answer answer) {
    String text = answer.text();
    if (text.indexOf('\r') >= 0) {
      throw answer.unmet("lines that end with a line feed alone", "a carriage return");
    }
    if (!text.endsWith(END)) {
      throw answer.unmet("an empty line after each chunk", "an end without one");
    }
    return new EventStream(chunks(text, answer));
  }

  private static List<JsonObject> chunks(String text, Answer answer) {
    List<JsonObject> chunks = new ArrayList<>();
    for (String event : text.split(END)) {
      event
          .lines()
          .filter(line -> line.startsWith(DATA))
          .forEach(line -> chunks.add(chunk(line.substring(DATA.length()).strip(), answer)));
    }
    if (chunks.isEmpty()) {
      throw answer.unmet("at least one chunk", "none");
    }
    return chunks;
  }

  private static JsonObject chunk(String json, Answer answer) {
    try {
      return new JsonObject(json);
    } catch (DecodeException e) {
      throw answer.unmet("a JSON object in each data line", Excerpt.of(json));
    }
  }
}
