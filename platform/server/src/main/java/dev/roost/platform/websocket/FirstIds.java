package dev.roost.platform.websocket;

import dev.roost.protocol.Envelope;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Under which JSON-RPC id a message was sent first. A client that sends a message again after a
 * broken connection gives it another id, but waits under the first. Shared by all event loops.
 */
final class FirstIds {
  private static final int MAX_MESSAGES = 20_000;

  private final Map<String, Object> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
          return size() > MAX_MESSAGES;
        }
      };

  /** The id under which a message came first: {@code id} itself if it has not come before. */
  synchronized Object first(Envelope message, Object id) {
    Object known = ids.putIfAbsent(message.sender() + " " + message.id(), id);
    return known == null ? id : known;
  }
}
