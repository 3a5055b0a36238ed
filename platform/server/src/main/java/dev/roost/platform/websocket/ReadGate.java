package dev.roost.platform.websocket;

import io.vertx.core.Context;

/**
 * Decides whether a connection is read, by what it holds: requests on their way, answers that the
 * client has not taken, and a message that is still arriving. Used on one event loop.
 */
final class ReadGate {
  /** How much may wait for a client that does not read, besides the last message. */
  static final int MAX_UNREAD_BYTES = 1 << 20;

  /** When more than this is unread, more than streams leave there, no more requests are read. */
  static final int CROWDED_BYTES = 128 * 1_024;

  /** What a connection may hold when all of them together hold too much. */
  static final int MODEST_BYTES = 4 * 1_024;

  /** How many of the largest messages may be on their way. */
  static final int LARGEST_ON_THEIR_WAY = 4;

  private final Context context;
  private final Intake intake;
  private final MessageBudget budget;
  private final long maxOnTheirWay;
  private final Runnable wake = this::wake;
  private final Runnable onRoom;
  private long arriving;
  private long onTheirWay;
  private long unread;
  private long lastHeardNanos = System.nanoTime();
  private boolean shut;
  private boolean closed;

  /**
   * @param onRoom told when all connections together do not hold too much any more
   */
  ReadGate(
      Context context, Intake intake, MessageBudget budget, int maxMessageBytes, Runnable onRoom) {
    this.context = context;
    this.intake = intake;
    this.budget = budget;
    this.onRoom = onRoom;
    this.maxOnTheirWay = (long) LARGEST_ON_THEIR_WAY * maxMessageBytes;
  }

  /**
   * Counts bytes of a message that is not whole yet, or out again when it is. Those that came with
   * the upgrade were not counted in.
   */
  void arriving(long bytes) {
    if (!closed) {
      long counted = Math.max(bytes, -arriving);
      arriving += counted;
      budget.add(counted);
    }
  }

  /** Counts a request in, or out when it has had its last answer. */
  void onTheirWay(long bytes) {
    onTheirWay += bytes;
    budget.add(bytes);
    settle();
  }

  /** Counts an answer in, or out when the client has taken it. */
  void unread(long bytes) {
    unread += bytes;
    budget.add(bytes);
    settle();
  }

  /** Whether more unread answers would be too many. */
  boolean isFull() {
    return unread > MODEST_BYTES && budget.isShort();
  }

  /** Whether the client must read before it gets more. */
  boolean isOverfull() {
    return unread > (budget.isSpent() ? CROWDED_BYTES : MAX_UNREAD_BYTES);
  }

  /** Whether there is room for another request. */
  boolean hasRoomFor(int bytes) {
    return isModest(bytes) ? !budget.isOverdrawn() : !budget.isSpent();
  }

  private boolean isModest(int more) {
    return onTheirWay + unread + more <= MODEST_BYTES;
  }

  /** Whether the message that is arriving is one too many. */
  boolean isOverrun() {
    return arriving > Intake.MAX_READ_BYTES && budget.isSpent();
  }

  /** Something whole has come. */
  void heard() {
    lastHeardNanos = System.nanoTime();
  }

  /** For how long nothing has come, in nanoseconds; nothing can while nobody listens. */
  long quietNanos() {
    return shut ? 0 : System.nanoTime() - lastHeardNanos;
  }

  /** Looks again whether the connection may be read. */
  void settle() {
    if (shut == mayRead()) {
      turn();
    }
    if (shut && budget.isShort()) {
      budget.whenEnough(wake);
    }
  }

  private boolean mayRead() {
    if (closed) {
      return true;
    }
    return unread <= CROWDED_BYTES
        && onTheirWay <= maxOnTheirWay
        && (isModest(0) || !budget.isShort());
  }

  private void turn() {
    shut = !shut;
    if (shut) {
      intake.stop();
    } else {
      heard();
      intake.goOn();
    }
  }

  private void wake() {
    context.runOnContext(
        turn -> {
          settle();
          onRoom.run();
        });
  }

  /** Nothing that arrives is kept any more; the client's own close frame is to be heard. */
  void close() {
    if (!closed) {
      arriving(-arriving);
      closed = true;
      budget.forget(wake);
      settle();
    }
  }
}
