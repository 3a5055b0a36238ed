package dev.roost.platform.plugin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file in the plugins directory, as the last scan found it. */
final class Candidate {
  /** What is known about the file's content. */
  sealed interface Content {}

  /** It may still be written. */
  record Arriving() implements Content {}

  /** It may be loaded. */
  record Ready(VerifiedPlugin plugin) implements Content {}

  /** It is refused for good, until it changes. */
  record Broken(String reason) implements Content {}

  private final String name;
  private final FileStamp stamp;
  private final long sinceNanos;
  private Content content = new Arriving();
  private long absentNanos;
  private @Nullable String failure;
  private @Nullable String conflict;

  Candidate(String name, FileStamp stamp, long sinceNanos) {
    this.name = name;
    this.stamp = stamp;
    this.sinceNanos = sinceNanos;
  }

  String name() {
    return name;
  }

  FileStamp stamp() {
    return stamp;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  Content content() {
    return content;
  }

  void settle(Content known) {
    content = known;
  }

  boolean isArriving() {
    return content instanceof Arriving;
  }

  Optional<VerifiedPlugin> ready() {
    return content instanceof Ready ready ? Optional.of(ready.plugin()) : Optional.empty();
  }

  /** How long the scans have not found the file; it may be between two steps of an exchange. */
  long absentMillis(long nowNanos) {
    if (absentNanos == 0) {
      absentNanos = nowNanos;
    }
    return (nowNanos - absentNanos) / 1_000_000;
  }

  void present() {
    absentNanos = 0;
  }

  /** It was tried and did not start: not tried again until it changes. */
  void failed(String reason) {
    failure = reason;
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Lets it be tried again. */
  void forgive() {
    failure = null;
  }

  /** Another plugin is in its way; asked again after every change. */
  void conflicts(@Nullable String reason) {
    conflict = reason;
  }

  /** Why it does not serve. */
  Optional<String> reason() {
    if (content instanceof Broken broken) {
      return Optional.of(broken.reason());
    }
    return Optional.ofNullable(failure == null ? conflict : failure);
  }
}
