package dev.roost.platform.discovery;

import dev.roost.agent.AgentListener;
import dev.roost.agent.AgentWatch;
import dev.roost.protocol.AgentUrn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who listens. It compares what it told last with the directory as it is, so nothing queues up,
 * however slow the listener is; what comes and goes in between is not told.
 */
final class SkillWatch implements AgentWatch {
  private static final Logger LOG = LoggerFactory.getLogger(SkillWatch.class);

  private final AgentDirectory directory;
  private final AgentUrn asking;
  private final String skillId;
  private final Executor context;
  private final AgentListener listener;
  private final Consumer<SkillWatch> leaving;
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile boolean ended;

  /** Touched on the listener's context only. */
  private final Set<AgentUrn> told = new TreeSet<>();

  SkillWatch(
      AgentDirectory directory,
      AgentUrn asking,
      String skillId,
      Executor context,
      AgentListener listener,
      Consumer<SkillWatch> leaving) {
    this.directory = directory;
    this.asking = asking;
    this.skillId = skillId;
    this.context = context;
    this.listener = listener;
    this.leaving = leaving;
  }

  /** The directory has changed; any thread. */
  void look() {
    if (due.compareAndSet(false, true)) {
      context.execute(this::compare);
    }
  }

  @Override
  public void end() {
    ended = true;
    leaving.accept(this);
  }

  private void compare() {
    due.set(false);
    Set<AgentUrn> now = able();
    List<AgentUrn> gone = new ArrayList<>(told);
    gone.removeAll(now);
    gone.forEach(
        agent -> {
          told.remove(agent);
          tell(() -> listener.left(agent));
        });
    now.stream().filter(told::add).forEach(agent -> tell(() -> listener.came(agent)));
  }

  private Set<AgentUrn> able() {
    return directory.agents().stream()
        .filter(route -> AgentSearch.hasSkill(route.manifest(), skillId))
        .map(AgentRoute::urn)
        .filter(urn -> !urn.equals(asking))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void tell(Runnable news) {
    if (ended) {
      return;
    }
    try {
      news.run();
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("agent", asking)
          .setCause(e)
          .log("An agent's listener failed; it goes on to be told");
    }
  }
}
