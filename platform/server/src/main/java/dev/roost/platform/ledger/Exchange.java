package dev.roost.platform.ledger;

import dev.roost.platform.task.LiveTask;
import dev.roost.protocol.Envelope;
import dev.roost.spi.AuditEntry;
import dev.roost.spi.AuditLine;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A call that was answered, as the audit log has it.
 *
 * @param time when
 * @param operation the payload type of the request
 * @param sender who asked
 * @param request the id of the envelope that asked
 * @param response the id of the envelope that answered
 * @param lost how many lines are missing in its place; 0 if it is one itself
 */
record Exchange(
    Instant time, String operation, String sender, String request, String response, long lost) {
  /** Texts of callers are cut there: one line is to stay small. */
  static final int LONGEST = 256;

  private static final String GAP = "audit.gap";
  private static final String PLATFORM = "urn:asap:agent:roost";

  static Exchange of(LiveTask call, Envelope answer) {
    Envelope request = call.request();
    return new Exchange(
        Instant.now(),
        cut(request.payloadType()),
        request.sender().value(),
        cut(request.id()),
        cut(answer.id()),
        0);
  }

  /** So many lines are missing here. */
  static Exchange gap(long lost) {
    return new Exchange(Instant.now(), GAP, PLATFORM, "", "", lost);
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    boolean halved = Character.isHighSurrogate(text.charAt(LONGEST - 1));
    return text.substring(0, halved ? LONGEST - 1 : LONGEST);
  }

  AuditLine line() {
    JsonObject details =
        lost > 0
            ? new JsonObject().put("lost", lost)
            : new JsonObject().put("envelope_id", request).put("response_id", response);
    return new AuditLine(time, operation, sender, details.put(AuditEntry.AGENT, sender));
  }
}
