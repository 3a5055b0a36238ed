package dev.roost.client.webhook;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the headers by which a receiver believes an attempt. Any thread may use it. */
public final class WebhookSigner {
  /** How many secrets and keys it may sign with: receivers look at no more signatures. */
  public static final int MAX_KEYS = 20;

  private final List<WebhookSecret> secrets;
  private final List<WebhookSigningKey> keys;

  private WebhookSigner(List<WebhookSecret> secrets, List<WebhookSigningKey> keys) {
    if (secrets.size() + keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "A delivery is signed at most "
              + MAX_KEYS
              + " times, not "
              + (secrets.size() + keys.size()));
    }
    this.secrets = List.copyOf(secrets);
    this.keys = List.copyOf(keys);
  }

  /** Signs by each secret, the newest first; by none, if there is none. */
  public static WebhookSigner of(List<WebhookSecret> secrets) {
    return of(secrets, List.of());
  }

  /**
   * Signs by each secret and each key, the newest first.
   *
   * @throws IllegalArgumentException if these are more than {@value #MAX_KEYS}
   */
  public static WebhookSigner of(List<WebhookSecret> secrets, List<WebhookSigningKey> keys) {
    return new WebhookSigner(secrets, keys);
  }

  /**
   * The headers of an attempt.
   *
   * @param id the same on every attempt
   * @param attemptAt when it is made
   * @param body exactly what is sent
   * @throws IllegalArgumentException if {@code id} or the time can be none
   */
  public Map<String, String> headers(String id, Instant attemptAt, byte[] body) {
    if (!WebhookIds.isOne(id) || attemptAt.getEpochSecond() < 0) {
      throw new IllegalArgumentException(
          "A webhook-id is visible ASCII without points and commas, and the time after 1970");
    }
    String timestamp = Long.toString(attemptAt.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(WebhookHeaders.ID, id);
    headers.put(WebhookHeaders.TIMESTAMP, timestamp);
    sign(Signatures.content(id, timestamp, body), body, headers);
    return headers;
  }

  private void sign(byte[] content, byte[] body, Map<String, String> headers) {
    Stream<String> shared = secrets.stream().map(secret -> Signatures.written(secret, content));
    Stream<String> edwards = keys.stream().map(key -> Signatures.written(key, content));
    String all = Stream.concat(shared, edwards).collect(Collectors.joining(" "));
    if (!all.isEmpty()) {
      headers.put(WebhookHeaders.SIGNATURE, all);
    }
    if (!secrets.isEmpty()) {
      headers.put(WebhookHeaders.ASAP_SIGNATURE, Signatures.asap(secrets.get(0), body));
    }
  }
}
