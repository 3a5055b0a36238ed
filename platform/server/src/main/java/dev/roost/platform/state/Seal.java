package dev.roost.platform.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes rows with a checksum, and tells those that were damaged since. */
final class Seal {
  private static final Logger LOG = LoggerFactory.getLogger(Seal.class);
  private static final String BEFORE_SUM = "{\"sum\":\"";
  private static final String BEHIND_SUM = "\",\"row\":";
  private static final int SUM_AT = BEFORE_SUM.length();
  private static final int ROW_AT = SUM_AT + 8 + BEHIND_SUM.length();

  private Seal() {}

  static String close(JsonObject row) {
    String text = row.encode();
    return BEFORE_SUM + sum(text) + BEHIND_SUM + text + "}";
  }

  /** The row, unless it was damaged. */
  static Optional<JsonObject> open(Table table, String key, String sealed) {
    try {
      String text = sealed.substring(ROW_AT, sealed.length() - 1);
      if (sealed.equals(BEFORE_SUM + sum(text) + BEHIND_SUM + text + "}")) {
        return Optional.of(new JsonObject(text));
      }
    } catch (DecodeException | IndexOutOfBoundsException e) {
      LOG.atDebug().addKeyValue("key", key).setCause(e).log("A row cannot be read");
    }
    LOG.atError()
        .addKeyValue("table", table.label())
        .addKeyValue("key", key)
        .log("A row was damaged in the database; it is taken for absent");
    return Optional.empty();
  }

  static Optional<JsonObject> open(Table table, Row row) {
    return open(table, row.key(), row.value());
  }

  private static String sum(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }
}
