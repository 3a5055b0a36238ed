package dev.roost.platform.discovery.consul;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** How an agent is registered. */
final class Registration {
  static final String URN = "urn";
  static final String NAME = "name";
  static final String VERSION = "version";
  static final String MANIFEST_URL = "manifest_url";

  private static final int MAX_META = 512;
  private static final int MAX_TAGS = 200;
  private static final String FORGOTTEN_AFTER = "10m";
  private static final String PATIENCE = "5s";
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private Registration() {}

  /**
   * The service.
   *
   * @param root of the agent, without a slash at its end
   */
  static JsonObject of(ConsulConfig config, Manifest manifest, String root) {
    URI url = URI.create(root);
    int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? HTTPS : HTTP;
    JsonArray tags = new JsonArray();
    Stream.concat(manifest.capabilities().skills().stream().map(Skill::id), config.tags().stream())
        .distinct()
        .limit(MAX_TAGS)
        .forEach(tags::add);
    return new JsonObject()
        .put("ID", id(config, manifest, url.getHost(), port))
        .put("Name", config.service())
        .put("Tags", tags)
        .put("Address", url.getHost())
        .put("Port", port)
        .put("Meta", meta(manifest, root))
        .put("Check", check(config, root));
  }

  /** The same after each start, so that what a crash has left behind is replaced. */
  private static String id(ConsulConfig config, Manifest manifest, String host, int port) {
    return config.service() + "-" + manifest.id().pathName() + "-" + host + "-" + port;
  }

  private static JsonObject meta(Manifest manifest, String root) {
    return new JsonObject()
        .put(URN, manifest.id().value())
        .put(NAME, cut(manifest.name()))
        .put(VERSION, cut(manifest.version()))
        .put(MANIFEST_URL, root + "/.well-known/asap/manifest.json");
  }

  private static JsonObject check(ConsulConfig config, String root) {
    return new JsonObject()
        .put("Name", "ASAP health")
        .put("HTTP", root + "/.well-known/asap/health")
        .put("Interval", config.checkSeconds() + "s")
        .put("Timeout", PATIENCE)
        .put("DeregisterCriticalServiceAfter", FORGOTTEN_AFTER);
  }

  /** Consul takes values of 512 bytes. */
  private static String cut(String text) {
    String cut = text;
    while (cut.getBytes(StandardCharsets.UTF_8).length > MAX_META) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }
}
