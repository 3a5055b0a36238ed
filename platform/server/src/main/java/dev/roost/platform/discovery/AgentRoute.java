package dev.roost.platform.discovery;

import dev.roost.agent.Addresses;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Manifest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/** How this node reaches one generation of an agent, and how many tasks are in flight on it. */
public final class AgentRoute {
  private final AgentRecord agent;
  private final boolean local;
  private final String address;
  private final AgentInstances instances;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Promise<Void> drained = Promise.promise();
  private volatile boolean retired;

  private AgentRoute(AgentRecord agent, boolean local, String address, AgentInstances instances) {
    this.agent = agent;
    this.local = local;
    this.address = address;
    this.instances = instances;
  }

  static AgentRoute local(AgentRecord agent, AgentInstances instances) {
    String address = Addresses.agentGeneration(agent.urn(), agent.generation());
    return new AgentRoute(agent, true, address, instances);
  }

  static AgentRoute remote(AgentRecord agent) {
    String address = Addresses.agentOn(agent.urn(), agent.node());
    return new AgentRoute(agent, false, address, new AgentInstances());
  }

  /** The agent. */
  public AgentUrn urn() {
    return agent.urn();
  }

  /** How the agent presents itself. */
  public Manifest manifest() {
    return agent.manifest();
  }

  /** Where it runs. */
  public String node() {
    return agent.node();
  }

  /** Whether it runs on this node. */
  boolean isLocal() {
    return local;
  }

  /** Which load of its plugin it is. */
  public long generation() {
    return agent.generation();
  }

  /** The plugin that it came from. */
  public String pluginId() {
    return agent.pluginId();
  }

  /** How many tasks this node has in flight on it. */
  public int inFlight() {
    return inFlight.get();
  }

  /** How many instances of it run on this node. */
  public int instances() {
    return instances.count();
  }

  /** How many tasks its instances on this node are running; the rest of those in flight wait. */
  public int running() {
    return instances.running();
  }

  AgentRecord agent() {
    return agent;
  }

  /**
   * Counts a task in, unless the route is retired. The check comes after the increment: either the
   * one who retires sees the task, or the task sees the retirement.
   */
  boolean enter() {
    inFlight.incrementAndGet();
    if (retired) {
      exit();
      return false;
    }
    return true;
  }

  /** Counts a task out. */
  void exit() {
    if (inFlight.decrementAndGet() == 0 && retired) {
      drained.tryComplete();
    }
  }

  /** Lets no further task in; completes when none is in flight. */
  Future<Void> retire() {
    retired = true;
    if (inFlight.get() == 0) {
      drained.tryComplete();
    }
    return drained.future();
  }

  /** Where to send from the calling thread: the instance on this very loop if there is one. */
  String address() {
    String mine = instances.mine();
    return mine == null ? address : mine;
  }
}
