package dev.roost.platform.http;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Manifest;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
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
      page = new Page(manifest, body, EntityTags.of(body));
      pages.put(manifest.id(), page);
    }
    return page;
  }

  void forget(AgentUrn agent) {
    pages.remove(agent);
  }
}
