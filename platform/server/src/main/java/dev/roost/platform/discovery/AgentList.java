package dev.roost.platform.discovery;

import dev.roost.client.registry.LiteRegistry;
import io.vertx.core.Future;

/** A list of agents elsewhere that somebody keeps. */
public interface AgentList {
  /** Where it is. */
  String url();

  /** What it says; cheap to ask for again. */
  Future<LiteRegistry> read();
}
