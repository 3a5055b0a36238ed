package dev.roost.launcher.check;

import static dev.roost.launcher.check.Category.INTEROP;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What clients look at in a manifest, beyond what the harnesses look at. */
final class DiscoveryChecks {
  static final Check SKILLS =
      new Check(
          INTEROP,
          "manifest_skills",
          "The manifest lists capabilities.skills, empty or not.",
          "write the list although it has a default: not every client knows the default",
          List.of(HandshakeChecks.MANIFEST_PARSED),
          DiscoveryChecks::skills);

  static final Check AUTH_SCHEMES =
      new Check(
          INTEROP,
          "manifest_auth_schemes",
          "auth.schemes holds nothing but bearer and basic, in lower case.",
          "put OAuth2 under auth.oauth2, and write the schemes in lower case",
          List.of(HandshakeChecks.MANIFEST_JSON),
          DiscoveryChecks::authSchemes);

  static final Check ENDPOINT =
      new Check(
          INTEROP,
          "manifest_endpoint",
          "endpoints.asap is a whole URL.",
          "write the URL at which clients reach the agent's messages",
          List.of(HandshakeChecks.MANIFEST_PARSED),
          DiscoveryChecks::endpoint);

  static final Check ETAG =
      new Check(
          INTEROP,
          "manifest_etag",
          "The manifest has an entity tag.",
          "send an ETag in quotes that changes with the manifest",
          List.of(HandshakeChecks.MANIFEST_STATUS),
          DiscoveryChecks::entityTag);

  static final Check NOT_MODIFIED =
      new Check(
          INTEROP,
          "manifest_not_modified",
          "The manifest is not sent again to one who has it: If-None-Match gets 304.",
          "answer 304 without a body where the tag is the same",
          List.of(ETAG),
          DiscoveryChecks::notModified);

  private static final Set<String> SCHEMES = Set.of("bearer", "basic");
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"");

  private DiscoveryChecks() {}

  static List<Check> all() {
    return List.of(SKILLS, AUTH_SCHEMES, ENDPOINT, ETAG, NOT_MODIFIED);
  }

  private static String skills(Peer peer) {
    Answer answer = peer.manifest();
    Optional<JsonArray> skills =
        Rpc.object(PeerManifest.json(answer), "capabilities")
            .map(capabilities -> capabilities.getValue("skills"))
            .filter(JsonArray.class::isInstance)
            .map(JsonArray.class::cast);
    return skills
        .map(list -> list.size() + " of them")
        .orElseThrow(() -> answer.unmet("capabilities.skills", "a manifest without it"));
  }

  private static String authSchemes(Peer peer) {
    Answer answer = peer.manifest();
    Optional<JsonObject> auth = Rpc.object(PeerManifest.json(answer), "auth");
    Object schemes = auth.map(object -> object.getValue("schemes")).orElse(new JsonArray());
    if (!(schemes instanceof JsonArray list) || !list.stream().allMatch(SCHEMES::contains)) {
      throw answer.unmet("bearer and basic alone in auth.schemes", Excerpt.of(schemes + ""));
    }
    return list.isEmpty() ? "none asked for" : Excerpt.of(list.encode());
  }

  private static String endpoint(Peer peer) {
    String endpoint = PeerManifest.read(peer.manifest()).manifest().endpoints().asap();
    try {
      URI uri = URI.create(endpoint);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("(?i)https?")) {
        return Excerpt.of(endpoint);
      }
    } catch (IllegalArgumentException e) {
      throw notAnEndpoint(peer, endpoint);
    }
    throw notAnEndpoint(peer, endpoint);
  }

  private static UnmetException notAnEndpoint(Peer peer, String endpoint) {
    return peer.manifest()
        .unmet("a URL with http or https and a host as endpoints.asap", Excerpt.of(endpoint));
  }

  private static String entityTag(Peer peer) {
    Answer answer = peer.manifest();
    String tag = answer.header("ETag");
    if (!TAG.matcher(tag).matches()) {
      throw answer.unmet("a quoted ETag", tag.isEmpty() ? "none" : Excerpt.of(tag));
    }
    return Excerpt.of(tag);
  }

  private static String notModified(Peer peer) {
    String tag = peer.manifest().header("ETag");
    Answer answer = peer.http().get(Peer.MANIFEST, "If-None-Match", tag).expectStatus(304);
    if (answer.body().length > 0) {
      throw answer.unmet("no body", answer.words());
    }
    return "status 304";
  }
}
