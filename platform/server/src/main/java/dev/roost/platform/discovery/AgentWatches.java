package dev.roost.platform.discovery;

import dev.roost.agent.AgentListener;
import dev.roost.agent.AgentWatch;
import dev.roost.protocol.AgentUrn;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Those who want to be told which agents come and go. Fed by the directory. */
public final class AgentWatches {
  /** How many there may be on a node. */
  static final int MAX = 10_000;

  private final AgentDirectory directory;
  private final Set<SkillWatch> watches = ConcurrentHashMap.newKeySet();

  AgentWatches(AgentDirectory directory) {
    this.directory = directory;
    directory.onChange(() -> watches.forEach(SkillWatch::look));
  }

  /**
   * Begins to tell: first of the agents that are there, then of each change.
   *
   * @param asking is not told of itself
   * @param context where the listener is called
   * @throws IllegalStateException if there are too many watches
   */
  public AgentWatch add(AgentUrn asking, String skillId, Executor context, AgentListener listener) {
    if (watches.size() >= MAX) {
      throw new IllegalStateException(
          "there are " + MAX + " watches already; end those that are not needed");
    }
    SkillWatch watch =
        new SkillWatch(directory, asking, skillId, context, listener, watches::remove);
    watches.add(watch);
    watch.look();
    return watch;
  }

  /** How many there are. */
  public int count() {
    return watches.size();
  }
}
