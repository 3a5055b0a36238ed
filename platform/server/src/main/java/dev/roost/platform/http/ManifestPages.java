package dev.roost.platform.http;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Manifest;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;

/**
 * The manifests as they are shown, written once for each generation of an agent. Used by one event
 * loop only; it holds a page for each agent that is asked for and exists.
 */
final class ManifestPages {
  private final Map<AgentUrn, Page> pages = new HashMap<>();
  private final Function<Manifest, Buffer> presentation;

  /**
   * @param presentation writes a manifest as it is shown
   */
  ManifestPages(Function<Manifest, Buffer> presentation) {
    this.presentation = presentation;
  }

  /**
   * A manifest as it is shown.
   *
   * @param source the manifest that it was made from
   * @param etag a strong entity tag, with its quotes
   */
  record Page(Manifest source, Buffer body, String etag) {}

  Page of(Manifest manifest) {
    Page page = pages.get(manifest.id());
    if (page == null || page.source() != manifest) {
      Buffer body = presentation.apply(manifest);
      page = new Page(manifest, body, "\"" + sha256(body) + "\"");
      pages.put(manifest.id(), page);
    }
    return page;
  }

  void forget(AgentUrn agent) {
    pages.remove(agent);
  }

  private static String sha256(Buffer body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
