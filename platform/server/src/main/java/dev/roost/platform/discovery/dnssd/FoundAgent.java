package dev.roost.platform.discovery.dnssd;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An agent that somebody on the network, or a name server, tells of. Nothing of it has been
 * checked.
 *
 * @param name the name of the instance
 * @param version the agent's, as it says; empty if it does not say it
 * @param capabilities ids of its skills, not always all
 * @param manifestUrl where its manifest is
 * @param host the machine
 * @param port where it is reached there
 */
public record FoundAgent(
    String name,
    String version,
    List<String> capabilities,
    String manifestUrl,
    String host,
    int port) {
  /** Refuses missing parts and copies the list. */
  public FoundAgent {
    requireNonNull(name, "name");
    requireNonNull(version, "version");
    capabilities = List.copyOf(capabilities);
    requireNonNull(manifestUrl, "manifestUrl");
    requireNonNull(host, "host");
  }

  /** Of a service's text; empty if it does not say where the manifest is. */
  static Optional<FoundAgent> of(String name, Map<String, String> text, String host, int port) {
    return Optional.ofNullable(text.get(ServiceText.MANIFEST_URL))
        .filter(url -> !url.isEmpty())
        .map(
            url ->
                new FoundAgent(
                    name,
                    text.getOrDefault(ServiceText.VERSION, ""),
                    list(text.getOrDefault(ServiceText.CAPABILITIES, "")),
                    url,
                    host,
                    port));
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(id -> !id.isEmpty()).toList();
  }
}
