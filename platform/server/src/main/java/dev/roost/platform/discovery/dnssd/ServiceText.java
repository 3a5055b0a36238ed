package dev.roost.platform.discovery.dnssd;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an agent is called in DNS-SD, and what its text says. */
final class ServiceText {
  static final String VERSION = "version";
  static final String CAPABILITIES = "capabilities";
  static final String MANIFEST_URL = "manifest_url";

  /** Of one {@code key=value}, and of a label of a name; in bytes. */
  static final int MAX_ENTRY = 255;

  static final int MAX_LABEL = 63;

  private static final String NAMELESS = "asap-agent";

  private ServiceText() {}

  /** The name of an instance: of the agent's name what may stand there. */
  static String instance(String name) {
    String safe =
        cut(name.replaceAll("[^\\p{L}\\p{N}_.-]", "-").replaceAll("^-+|-+$", ""), MAX_LABEL)
            .replaceAll("-+$", "");
    return safe.isEmpty() ? NAMELESS : safe;
  }

  /** The text; empty if the URL of the manifest, which must not be cut, does not fit into it. */
  static Optional<Map<String, String>> of(Manifest manifest, String manifestUrl) {
    if (bytes(MANIFEST_URL + "=" + manifestUrl) > MAX_ENTRY) {
      return Optional.empty();
    }
    Map<String, String> text = new LinkedHashMap<>();
    text.put(VERSION, cut(manifest.version(), MAX_ENTRY - bytes(VERSION + "=")));
    text.put(CAPABILITIES, skills(manifest.capabilities().skills()));
    text.put(MANIFEST_URL, manifestUrl);
    return Optional.of(text);
  }

  /** Whole ids, as many as fit. */
  private static String skills(List<Skill> skills) {
    int room = MAX_ENTRY - bytes(CAPABILITIES + "=");
    StringBuilder list = new StringBuilder();
    for (Skill skill : skills) {
      String next = (list.isEmpty() ? "" : ",") + skill.id();
      if (bytes(list + next) > room) {
        break;
      }
      list.append(next);
    }
    return list.toString();
  }

  /** The beginning of a text, of whole characters. */
  private static String cut(String text, int max) {
    int end = 0;
    int size = 0;
    while (end < text.length()) {
      int next = text.codePointAt(end);
      size += bytes(Character.toString(next));
      if (size > max) {
        break;
      }
      end += Character.charCount(next);
    }
    return text.substring(0, end);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
