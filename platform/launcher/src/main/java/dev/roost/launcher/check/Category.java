package dev.roost.launcher.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What checks are about, in the words of the harness that they come from. */
public enum Category {
  /** Health, manifest and version. */
  HANDSHAKE(Suite.ASAP_COMPLIANCE),
  /** What becomes of a task. */
  STATE(Suite.ASAP_COMPLIANCE),
  /** That a task ends in time. */
  SLA(Suite.ASAP_COMPLIANCE),
  /** The pages of hosts and capabilities. */
  IDENTITY(Suite.HARNESS_V2),
  /** The page of streams. */
  STREAMING(Suite.HARNESS_V2),
  /** The codes of refusals. */
  ERRORS(Suite.HARNESS_V2),
  /** The version header. */
  VERSIONING(Suite.HARNESS_V2),
  /** Several requests in one. */
  BATCH(Suite.HARNESS_V2),
  /** The audit page. */
  AUDIT(Suite.HARNESS_V2),
  /** Where peers fail to understand each other although the harnesses are content. */
  INTEROP(Suite.INTEROP);

  private final Suite suite;

  Category(Suite suite) {
    this.suite = suite;
  }

  /** Whose checks they are. */
  public Suite suite() {
    return suite;
  }

  /** Its name in options and reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The category of that name. */
  public static Optional<Category> named(String label) {
    return Arrays.stream(values()).filter(category -> category.label().equals(label)).findFirst();
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Category::label).toList();
  }
}
