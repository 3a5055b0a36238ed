package dev.roost.platform.state.transfer;

import io.vertx.core.json.JsonObject;

/**
 * All rows of a kind in two numbers.
 *
 * @param rows how many
 * @param checksum SHA-256 over all of them in the order of their keys
 */
public record KindTotal(long rows, String checksum) {
  /** For files and machines. */
  public JsonObject toJson() {
    return new JsonObject().put("rows", rows).put("checksum", checksum);
  }

  static KindTotal of(JsonObject json) {
    return new KindTotal(json.getLong("rows"), json.getString("checksum"));
  }
}
