package dev.roost.platform.gateway;

import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.spi.Frame;

/**
 * Chooses the agent that answers: the one that the transport's address names, else the recipient if
 * there is such an agent, else the default agent, since peers send to a platform whose agents they
 * do not know by name.
 */
public final class Destination {
  private final AgentDirectory directory;
  private final AgentUrn defaultAgent;

  /** Falls back to {@code defaultAgent}, whether or not it is there. */
  public Destination(AgentDirectory directory, AgentUrn defaultAgent) {
    this.directory = directory;
    this.defaultAgent = defaultAgent;
  }

  AgentUrn choose(Frame frame, Envelope envelope) {
    if (frame.agent().isPresent()) {
      return frame.agent().get();
    }
    return directory.find(envelope.recipient()).isPresent() ? envelope.recipient() : defaultAgent;
  }

  /** Whether an agent says that its results come in chunks. */
  boolean streams(AgentUrn agent) {
    return directory
        .find(agent)
        .map(route -> route.manifest().capabilities().streaming())
        .orElse(false);
  }
}
