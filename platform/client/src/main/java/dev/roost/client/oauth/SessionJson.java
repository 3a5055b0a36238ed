package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sessions as they are written before they are encrypted. */
final class SessionJson {
  private SessionJson() {}

  static byte[] write(List<Session> sessions) {
    JsonArray all = new JsonArray();
    sessions.forEach(session -> all.add(write(session)));
    return new JsonObject().put("sessions", all).toBuffer().getBytes();
  }

  private static JsonObject write(Session session) {
    JsonObject object =
        new JsonObject()
            .put("issuer", session.issuer())
            .put("client", session.clientId())
            .put("peer", session.target().peer())
            .put("scopes", new JsonArray(List.copyOf(new TreeSet<>(session.target().scopes()))))
            .put("access_token", session.accessToken().reveal())
            .put("since", session.since().toString())
            .put("until", session.until().toString());
    session.target().resource().ifPresent(uri -> object.put("resource", uri));
    session.refreshToken().ifPresent(token -> object.put("refresh_token", token.reveal()));
    session.subject().ifPresent(subject -> object.put("subject", subject));
    session.name().ifPresent(name -> object.put("name", name));
    return object;
  }

  /**
   * Reads them.
   *
   * @throws RuntimeException if that is not what was written
   */
  static List<Session> read(byte[] text) {
    return StrictObject.read(text).orElseThrow().getJsonArray("sessions").stream()
        .map(JsonObject.class::cast)
        .map(SessionJson::read)
        .toList();
  }

  private static Session read(JsonObject object) {
    Set<String> scopes = new LinkedHashSet<>();
    object.getJsonArray("scopes").forEach(scope -> scopes.add((String) scope));
    return new Session(
        object.getString("issuer"),
        object.getString("client"),
        new TokenTarget(
            object.getString("peer"), scopes, Optional.ofNullable(object.getString("resource"))),
        Secret.of(object.getString("access_token")),
        Instant.parse(object.getString("since")),
        Instant.parse(object.getString("until")),
        Optional.ofNullable(object.getString("refresh_token")).map(Secret::of),
        Optional.ofNullable(object.getString("subject")),
        Optional.ofNullable(object.getString("name")));
  }
}
