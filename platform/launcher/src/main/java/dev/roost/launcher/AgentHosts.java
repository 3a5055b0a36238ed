package dev.roost.launcher;

import dev.roost.agent.AgentHost;
import dev.roost.agent.AgentVerticle;
import dev.roost.launcher.config.VerticleSettings;
import io.vertx.core.Deployable;
import org.jspecify.annotations.Nullable;

/** Connects those of the operator's own verticles that are agents to the platform. */
@FunctionalInterface
public interface AgentHosts {
  /** The platform for the agents of one verticle section. */
  AgentHost create(VerticleSettings settings);

  /** One platform for all instances of a section, made when the first agent asks for it. */
  default Shared forVerticle(VerticleSettings settings) {
    return new Shared(this, settings);
  }

  /** Shared by the instances of one section. */
  final class Shared {
    private final AgentHosts hosts;
    private final VerticleSettings settings;
    private @Nullable AgentHost host;

    private Shared(AgentHosts hosts, VerticleSettings settings) {
      this.hosts = hosts;
      this.settings = settings;
    }

    /** Attaches {@code verticle} if it is an agent; gives it back. */
    synchronized Deployable attachTo(Deployable verticle) {
      if (verticle instanceof AgentVerticle agent) {
        host = host == null ? hosts.create(settings) : host;
        agent.attach(host);
      }
      return verticle;
    }
  }
}
