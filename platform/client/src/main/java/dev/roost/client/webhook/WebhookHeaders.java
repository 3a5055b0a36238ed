package dev.roost.client.webhook;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of the headers that make a delivery, and which others may not be set beside them. */
public final class WebhookHeaders {
  /** Which delivery it is; the same on every attempt. */
  public static final String ID = "webhook-id";

  /** When this attempt is made, in seconds of Unix time. */
  public static final String TIMESTAMP = "webhook-timestamp";

  /** The signatures over id, time and body, with spaces between. */
  public static final String SIGNATURE = "webhook-signature";

  /** The signature over the body alone. */
  public static final String ASAP_SIGNATURE = "X-ASAP-Signature";

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

  private static final Set<String> RESERVED_NAMES =
      Set.of(
          "host",
          "authorization",
          "connection",
          "expect",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private static final Set<String> RESERVED_PREFIXES =
      Set.of("webhook-", "x-asap-", "content-", "proxy-");

  private WebhookHeaders() {}

  /**
   * Says whether an owner's additional headers may not have this name: because a delivery sets it
   * itself, because it frames the message, or because it is no name of a header at all.
   */
  public static boolean reserved(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !TOKEN.matcher(name).matches()
        || RESERVED_NAMES.contains(lower)
        || RESERVED_PREFIXES.stream().anyMatch(lower::startsWith);
  }
}
