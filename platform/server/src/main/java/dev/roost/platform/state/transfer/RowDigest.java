package dev.roost.platform.state.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roost.spi.StateRow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts rows and sums them up, in the order of their keys, whatever the order within a row. */
final class RowDigest {
  private final MessageDigest digest;
  private long rows;

  RowDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void add(StateRow row) {
    String line = new JsonArray().add(row.key()).add(sorted(row.value())).encode();
    digest.update(line.getBytes(UTF_8));
    digest.update((byte) '\n');
    rows++;
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      Map<String, Object> members = new TreeMap<>();
      object.forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
      return new JsonObject(new LinkedHashMap<>(members));
    }
    if (value instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(element -> copy.add(sorted(element)));
      return copy;
    }
    return value;
  }

  /** What was added so far; ends the sum. */
  KindTotal total() {
    return new KindTotal(rows, HexFormat.of().formatHex(digest.digest()));
  }
}
