package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A standing subscription: events of somebody's tasks go to a URL of his.
 *
 * @param id {@code we_} and 22 characters
 * @param owner whose tasks, as {@link Principal#subject()} says
 * @param url where to
 * @param events types such as {@code task.completed}, prefixes such as {@code task.*}, or {@code *}
 * @param profile how hard it is tried
 * @param keys what deliveries are signed with, the newest first
 * @param headers sent besides those of the platform
 * @param disabled since when nothing is delivered, if so
 * @param failing since when every attempt has failed, if so
 * @param createdAt since when it is there
 * @param version counts the changes
 */
public record WebhookEndpoint(
    String id,
    String owner,
    String url,
    List<String> events,
    WebhookProfile profile,
    List<SealedKey> keys,
    Map<String, String> headers,
    Optional<Disabled> disabled,
    Optional<Failing> failing,
    Instant createdAt,
    long version) {
  /** How many keys there can be: the newest, and those before it that still sign. */
  public static final int MAX_KEYS = 11;

  private static final String EVERYTHING = "*";

  /** Refuses missing parts, an endpoint for nothing, and more keys than may be. */
  public WebhookEndpoint {
    requireNonNull(id, "id");
    requireNonNull(owner, "owner");
    requireNonNull(url, "url");
    requireNonNull(profile, "profile");
    requireNonNull(disabled, "disabled");
    requireNonNull(failing, "failing");
    requireNonNull(createdAt, "createdAt");
    events = List.copyOf(events);
    keys = List.copyOf(keys);
    headers = Map.copyOf(headers);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("an endpoint has at least one event");
    }
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("an endpoint has at most " + MAX_KEYS + " keys");
    }
  }

  /**
   * A key, readable only with the platform's own.
   *
   * @param sealed the key, encrypted
   * @param kind what it signs with
   * @param createdAt since when it signs
   * @param retiredAt since when a newer one signs, too; after a while only that one does
   */
  public record SealedKey(
      String sealed, Kind kind, Instant createdAt, Optional<Instant> retiredAt) {
    /** Refuses missing parts. */
    public SealedKey {
      requireNonNull(sealed, "sealed");
      requireNonNull(kind, "kind");
      requireNonNull(createdAt, "createdAt");
      requireNonNull(retiredAt, "retiredAt");
    }

    /** What a key signs with. */
    public enum Kind {
      /** A secret that both sides have. */
      HMAC,
      /** A pair, of which the receiver has the public half. */
      ED25519
    }
  }

  /**
   * Nothing is delivered.
   *
   * @param since since when
   * @param reason for the operator
   */
  public record Disabled(Instant since, String reason) {
    /** Refuses missing parts. */
    public Disabled {
      requireNonNull(since, "since");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * Every attempt since the last one that succeeded has failed.
   *
   * @param firstAt the first of them
   * @param lastAt the last of them
   */
  public record Failing(Instant firstAt, Instant lastAt) {
    /** Refuses missing parts. */
    public Failing {
      requireNonNull(firstAt, "firstAt");
      requireNonNull(lastAt, "lastAt");
    }
  }

  /** The next version, with other settings. */
  public WebhookEndpoint with(
      String url, List<String> events, WebhookProfile profile, Map<String, String> headers) {
    return new WebhookEndpoint(
        id, owner, url, events, profile, keys, headers, disabled, failing, createdAt, version + 1);
  }

  /** The next version, with other keys. */
  public WebhookEndpoint withKeys(List<SealedKey> keys) {
    return new WebhookEndpoint(
        id, owner, url, events, profile, keys, headers, disabled, failing, createdAt, version + 1);
  }

  /** The next version, disabled. */
  public WebhookEndpoint withDisabled(Disabled since) {
    return with(Optional.of(since), failing);
  }

  /** The next version, to which is delivered, as if no attempt had failed. */
  public WebhookEndpoint enabled() {
    return with(Optional.empty(), Optional.empty());
  }

  /** The next version, failing or not. */
  public WebhookEndpoint withFailing(Optional<Failing> since) {
    return with(disabled, since);
  }

  private WebhookEndpoint with(Optional<Disabled> disabled, Optional<Failing> failing) {
    return new WebhookEndpoint(
        id, owner, url, events, profile, keys, headers, disabled, failing, createdAt, version + 1);
  }

  /** Whether events of a type go to it. */
  public boolean wants(String type) {
    return wants(events, type);
  }

  /** Whether one of some events and groups of events is, or includes, a type. */
  public static boolean wants(List<String> events, String type) {
    return events.stream().anyMatch(event -> covers(event, type));
  }

  private static boolean covers(String event, String type) {
    boolean prefix = event.endsWith(EVERYTHING);
    return prefix
        ? type.startsWith(event.substring(0, event.length() - EVERYTHING.length()))
        : event.equals(type);
  }
}
