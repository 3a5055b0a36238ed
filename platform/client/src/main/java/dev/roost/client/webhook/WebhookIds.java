package dev.roost.client.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Values of {@code webhook-id}. */
public final class WebhookIds {
  /** The greatest length of one. */
  public static final int MAX_LENGTH = 256;

  private static final String PREFIX = "msg_";
  private static final int CHARACTERS = 27;
  private static final int RANDOM_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Visible ASCII without the point, which divides what is signed, and the comma. */
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e&&[^.,]]{1," + MAX_LENGTH + "}");

  private WebhookIds() {}

  /**
   * The id of what an event of a task is for a target. It says nothing about them, and is the same
   * whoever asks and whenever.
   *
   * @param taskId of which task the event tells
   * @param sequence its place among the task's events
   * @param target an endpoint's id, or what else tells targets apart
   */
  public static String of(String taskId, long sequence, String target) {
    String whole = taskId.length() + ":" + taskId + ":" + sequence + ":" + target;
    return PREFIX + text(sha256(whole.getBytes(StandardCharsets.UTF_8))).substring(0, CHARACTERS);
  }

  /** One for what belongs to no task. */
  public static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return PREFIX + text(bytes).substring(0, CHARACTERS);
  }

  /** Says whether a receiver could take it for one. */
  static boolean isOne(String text) {
    return ID.matcher(text).matches();
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
