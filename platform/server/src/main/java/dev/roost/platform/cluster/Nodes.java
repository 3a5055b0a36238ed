package dev.roost.platform.cluster;

import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** The nodes of the cluster. */
public interface Nodes {
  /** This node. */
  String self();

  /** The nodes that are there now, this one among them. */
  Set<String> alive();

  /**
   * Calls somebody when a node has come or gone: with its name, and whether it is there. Told on
   * any thread, in the order of events; must neither block nor throw.
   */
  void listen(Listener listener);

  /** Whether there can be others. */
  default boolean clustered() {
    return false;
  }

  /** Who is told of nodes. */
  @FunctionalInterface
  interface Listener {
    /** A node is there or gone. */
    void changed(String node, boolean there);

    /** Told only of those that are gone. */
    static Listener ofGone(Consumer<String> gone) {
      return (node, there) -> {
        if (!there) {
          gone.accept(node);
        }
      };
    }
  }

  /** A name for a node that no other has. */
  static String newName() {
    return Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 24, 36);
  }

  /** A single node without a cluster. */
  static Nodes alone() {
    return alone(newName());
  }

  /** A single node of that name. */
  static Nodes alone(String name) {
    return new Alone(name);
  }

  /** A node without a cluster. */
  record Alone(String self) implements Nodes {
    @Override
    public Set<String> alive() {
      return Set.of(self);
    }

    @Override
    public void listen(Listener listener) {
      // nobody comes or goes
    }
  }
}
