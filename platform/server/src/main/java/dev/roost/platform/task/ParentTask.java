package dev.roost.platform.task;

/** A task that asks for others: one of this node, or one that an agent here runs for another. */
interface ParentTask {
  /** Who may see it. */
  String owner();

  /** How many tasks stand above it. */
  int depth();

  /** Notes a task below this one. */
  void addChild(LiveTask child);

  /** Forgets it. */
  void removeChild(LiveTask child);
}
