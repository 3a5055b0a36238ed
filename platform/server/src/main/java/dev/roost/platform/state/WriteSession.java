package dev.roost.platform.state;

/**
 * A connection that one thread writes by, one transaction after the other. When the database
 * cannot, its methods throw a {@link dev.roost.spi.StateException} that is {@code READ_ONLY} or
 * {@code UNREACHABLE}; the session is closed then and another is opened.
 */
public interface WriteSession extends RowWriter {
  /** Begins a transaction. */
  void begin();

  /** Remembers where the transaction is. */
  void mark();

  /** Goes back to the mark. */
  void undo();

  /** How many rows the transaction has changed. */
  int changes();

  /**
   * Ends the transaction; what it changed is durable when this returns.
   *
   * @return false if somebody else has changed what it had seen: nothing was written then
   */
  boolean commit();

  /** Writes something and takes it away again, to see whether there is room. */
  void probe();

  /** Gives up what was not committed. */
  void close();
}
