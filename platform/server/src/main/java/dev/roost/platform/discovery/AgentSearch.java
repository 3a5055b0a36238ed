package dev.roost.platform.discovery;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Manifest;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds agents by what they can do: those of this platform, and those elsewhere that it knows. */
public final class AgentSearch {
  /** How long an agent elsewhere may take to say what it can do. */
  static final long PATIENCE_MILLIS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(AgentSearch.class);

  private final AgentDirectory directory;
  private final RemoteAgents remotes;
  private final Set<AgentUrn> leftOut = ConcurrentHashMap.newKeySet();

  AgentSearch(AgentDirectory directory, RemoteAgents remotes) {
    this.directory = directory;
    this.remotes = remotes;
  }

  /**
   * The agents whose manifest names a skill.
   *
   * @param asking who asks; it does not find itself
   * @return first those of this platform, then those elsewhere, each in the order of their names,
   *     then those in registries. Those elsewhere that do not answer soon are left out
   */
  public Future<List<AgentUrn>> find(String skillId, AgentUrn asking) {
    List<AgentUrn> here =
        directory.agents().stream()
            .filter(route -> hasSkill(route.manifest(), skillId))
            .map(AgentRoute::urn)
            .filter(urn -> !urn.equals(asking))
            .toList();
    List<Future<Optional<AgentUrn>>> elsewhere =
        remotes.all().stream()
            .filter(peer -> directory.find(peer.urn()).isEmpty() && !peer.urn().equals(asking))
            .map(peer -> offer(peer, skillId))
            .toList();
    Future<List<AgentUrn>> listed = remotes.listed(skillId);
    return Future.all(Future.all(elsewhere), listed)
        .map(
            all ->
                Stream.of(here.stream(), found(elsewhere), strangers(listed.result(), asking))
                    .flatMap(found -> found)
                    .toList());
  }

  /** Those whom only a registry knows. */
  private Stream<AgentUrn> strangers(List<AgentUrn> listed, AgentUrn asking) {
    return listed.stream()
        .filter(
            urn ->
                !urn.equals(asking)
                    && directory.find(urn).isEmpty()
                    && remotes.find(urn).isEmpty());
  }

  private static Stream<AgentUrn> found(List<Future<Optional<AgentUrn>>> elsewhere) {
    return elsewhere.stream().map(Future::result).flatMap(Optional::stream);
  }

  /** The agent, if it has the skill; never a failure. */
  private Future<Optional<AgentUrn>> offer(RemotePeer peer, String skillId) {
    return Deadlines.within(PATIENCE_MILLIS, peer.manifest(), "no manifest in time")
        .map(
            manifest -> {
              leftOut.remove(peer.urn());
              return Optional.of(peer.urn()).filter(urn -> hasSkill(manifest, skillId));
            })
        .recover(failure -> Future.succeededFuture(leaveOut(peer, failure)));
  }

  static boolean hasSkill(Manifest manifest, String skillId) {
    return manifest.capabilities().skills().stream().anyMatch(one -> one.id().equals(skillId));
  }

  /** Told once, until the agent answers again. */
  private Optional<AgentUrn> leaveOut(RemotePeer peer, Throwable failure) {
    if (leftOut.add(peer.urn())) {
      LOG.atWarn()
          .addKeyValue("agent", peer.urn())
          .addKeyValue("reason", failure.getMessage())
          .log("An agent elsewhere is left out of searches");
    }
    return Optional.empty();
  }
}
