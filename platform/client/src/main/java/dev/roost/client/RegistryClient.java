package dev.roost.client;

import dev.roost.client.registry.LiteRegistry;
import dev.roost.client.registry.RevocationList;
import io.vertx.core.Future;

/**
 * Reads registries and lists of revoked agents. What was read is kept as long as the page says, 15
 * minutes if it does not say, and asked for under its entity tag afterwards; while it cannot be
 * fetched, it holds for an hour more. Made by {@link AsapClient#registries()}.
 */
public final class RegistryClient {
  private final ClientCore core;

  RegistryClient(ClientCore core) {
    this.core = core;
  }

  /**
   * A registry; entries that cannot be read are left out, and {@link LiteRegistry#leftOut()} says
   * why.
   *
   * @param url where it is, the file itself
   * @return fails with {@link AsapClientException}
   */
  public Future<LiteRegistry> registry(String url) {
    return fetch(core.registries, url);
  }

  /**
   * A list of revoked agents.
   *
   * @param url where it is, the file itself
   * @return fails with {@link AsapClientException}, also if one entry cannot be read
   */
  public Future<RevocationList> revocations(String url) {
    return fetch(core.revocations, url);
  }

  private <T> Future<T> fetch(PageCache<T> cache, String url) {
    return Calls.on(
        core.vertx,
        () -> {
          core.checkOpen();
          return core.cached(cache, core.pageUrl(url), "");
        });
  }
}
