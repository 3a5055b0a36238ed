package dev.roost.platform.plugin;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A plugin as it is listed.
 *
 * @param id its name; empty if the file does not tell
 * @param version its version; empty if the file does not tell
 * @param file its name in the plugins directory
 * @param state {@code arriving}, {@code starting}, {@code serving}, {@code failed}, ...
 * @param generation which load of the plugin it is; 0 if it was never loaded
 * @param agents the agents that it declares
 * @param threading on which threads it runs; empty if it does not run
 * @param quarantined whether it was moved to worker threads because it blocked an event loop
 * @param reason why it failed; where an older version goes on serving, why the newer one failed
 * @param sha256 of the jar; empty if it was not read
 * @param servingSince in milliseconds since the epoch; 0 if it does not serve
 * @param grants what it asks to be allowed
 */
public record PluginDescription(
    String id,
    String version,
    String file,
    String state,
    long generation,
    List<AgentUrn> agents,
    String threading,
    boolean quarantined,
    Optional<String> reason,
    String sha256,
    long servingSince,
    JsonObject grants) {
  /** Copies the list. */
  public PluginDescription {
    agents = List.copyOf(agents);
  }

  /** Whether an operator should look at it. */
  public boolean isFaulty() {
    return reason.isPresent() || quarantined;
  }

  /** As the management API shows it. */
  public JsonObject toJson() {
    JsonArray urns = new JsonArray();
    agents.forEach(urn -> urns.add(urn.value()));
    JsonObject json =
        new JsonObject()
            .put("id", id)
            .put("version", version)
            .put("file", file)
            .put("state", state)
            .put("generation", generation)
            .put("agents", urns)
            .put("threading", threading)
            .put("quarantined", quarantined)
            .put("sha256", sha256)
            .put("grants", grants.copy());
    reason.ifPresent(text -> json.put("reason", text));
    if (servingSince > 0) {
      json.put("uptime_seconds", Math.max(0, System.currentTimeMillis() - servingSince) / 1000);
    }
    return json;
  }
}
