package dev.roost.outbound;

import io.vertx.core.Future;
import java.util.List;

/** Finds the addresses of a name. Any thread may ask; nothing blocks. */
@FunctionalInterface
public interface NameResolver {
  /**
   * All addresses of a name, IPv4 and IPv6, as they are now.
   *
   * @param name in lower-case ASCII
   * @return at least one address; fails if there is none, or nobody answers. It may complete on any
   *     thread
   */
  Future<List<IpAddress>> resolve(String name);
}
