package dev.roost.platform.ledger;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What the section {@code state} says of usage and the audit log.
 *
 * @param usage whether what tasks use is recorded
 * @param retention how long that is kept
 * @param audit whether who did what is written down
 */
public record LedgerConfig(boolean usage, Duration retention, boolean audit) {
  /** Nothing is written down. */
  public static final LedgerConfig OFF = new LedgerConfig(false, Duration.ofDays(90), false);

  /** Refuses missing parts. */
  public LedgerConfig {
    requireNonNull(retention, "retention");
  }

  /**
   * Reads the section, whose keys are all there and have been checked against the schema.
   *
   * @param durable whether what is kept outlives the process
   */
  public static LedgerConfig of(JsonObject state, boolean durable) {
    String usage = state.getString("usage");
    return new LedgerConfig(
        usage.equals("on") || usage.equals("auto") && durable,
        Duration.ofDays(state.getInteger("usageDays")),
        state.getString("audit").equals("on"));
  }
}
