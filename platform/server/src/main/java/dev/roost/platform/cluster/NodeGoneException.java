package dev.roost.platform.cluster;

/** A node is gone that was to answer; what it did is not known. */
public final class NodeGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String node;

  /** That node. */
  public NodeGoneException(String node) {
    super("node " + node + " is gone", null, false, false);
    this.node = node;
  }

  /** Its name. */
  public String node() {
    return node;
  }
}
