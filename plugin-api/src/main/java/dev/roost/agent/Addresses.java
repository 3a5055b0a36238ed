package dev.roost.agent;

import dev.roost.protocol.AgentUrn;

/** Every event-bus address of the platform, with what travels on it. */
public final class Addresses {
  /** Request/reply, local: credentials to a principal or a failure. */
  public static final String AUTHENTICATE = "roost.auth.authenticate";

  /**
   * Request/reply, local: forgets the keys of identity providers and every proof; then each
   * provider with its new keys, as JSON.
   */
  public static final String AUTH_FORGET = "roost.auth.forget";

  /** Request/reply, local: what the plugin directory holds, as JSON. */
  public static final String PLUGIN_LIST = "roost.plugin.list";

  /** Request/reply, local: tries again what failed; then the same as the list. */
  public static final String PLUGIN_RELOAD = "roost.plugin.reload";

  /** Publish, local: something is due to be delivered; a wake-up only, without a message. */
  public static final String WEBHOOK_WAKE = "roost.webhook.wake";

  /** Published, cluster wide: the id of a webhook endpoint that was added, changed or removed. */
  public static final String WEBHOOK_CHANGED = "roost.webhook.changed";

  private Addresses() {}

  /** How all addresses of an agent begin. */
  public static String agent(AgentUrn agent) {
    return "roost.agent." + agent;
  }

  /** The same for the agent on a certain node. */
  public static String agentOn(AgentUrn agent, String node) {
    return agent(agent) + "/" + node;
  }

  /** The same for one generation on this node, whichever instance is next. */
  public static String agentGeneration(AgentUrn agent, long generation) {
    return agent(agent) + "@" + generation;
  }

  /** The same for one instance of a generation. */
  public static String agentInstance(AgentUrn agent, long generation, String instance) {
    return agentGeneration(agent, generation) + "/" + instance;
  }

  /**
   * Request/reply, cluster wide: what nodes ask each other about tasks that live or run there, as
   * JSON.
   */
  public static String tasks(String node) {
    return "roost.task@" + node;
  }
}
