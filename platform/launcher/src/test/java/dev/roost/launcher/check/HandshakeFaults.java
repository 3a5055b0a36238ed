package dev.roost.launcher.check;

import dev.roost.launcher.check.TestingAnswer.Manner;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Ways to break the rules of health, manifest and version. */
final class HandshakeFaults {
  private static final String[] BEHIND_THE_STATUS = {
    "manifest_content_type",
    "manifest_json",
    "manifest_schema",
    "manifest_signature",
    "manifest_parsed",
    "version_reported",
    "version_format",
    "version_compatible",
    "manifest_skills",
    "manifest_auth_schemes",
    "manifest_endpoint",
    "manifest_etag",
    "manifest_not_modified"
  };
  private static final String[] BEHIND_THE_JSON = {
    "manifest_schema",
    "manifest_signature",
    "manifest_parsed",
    "version_reported",
    "version_format",
    "version_compatible",
    "manifest_skills",
    "manifest_auth_schemes",
    "manifest_endpoint"
  };
  private static final String[] BEHIND_THE_SCHEMA = {
    "manifest_signature",
    "version_reported",
    "version_format",
    "version_compatible",
    "manifest_skills",
    "manifest_endpoint"
  };
  private static final String[] BEHIND_THE_SIGNATURE = {
    "version_reported",
    "version_format",
    "version_compatible",
    "manifest_skills",
    "manifest_endpoint"
  };

  private HandshakeFaults() {}

  static List<Fault> all() {
    return List.of(
        health("health_reachable", "closes the connection", answer -> answer.manner(Manner.CLOSED))
            .leavesUnchecked("health_status", "health_content_type", "health_schema"),
        health("health_status", "is not healthy", answer -> answer.status(503)),
        health(
            "health_content_type",
            "says text/plain",
            answer -> answer.header("Content-Type", "text/plain")),
        health(
            "health_schema", "sends HTML", answer -> answer.body("<html><body>up</body></html>")),
        health("health_schema", "does not say whose it is", without("agent_id")),
        health("health_schema", "runs since before its start", with("uptime_seconds", -1)),
        health("health_schema", "has a load of words", with("load", "low")),
        manifest("manifest_reachable", "closes", answer -> answer.manner(Manner.CLOSED))
            .leavesUnchecked(prepend("manifest_status", BEHIND_THE_STATUS)),
        manifest("manifest_status", "has none", answer -> answer.status(404))
            .leavesUnchecked(BEHIND_THE_STATUS),
        manifest(
                "manifest_content_type",
                "says text/html",
                answer -> answer.header("Content-Type", "text/html"))
            .leavesUnchecked(prepend("manifest_json", BEHIND_THE_JSON)),
        manifest("manifest_json", "sends a list", answer -> answer.body("[]"))
            .leavesUnchecked(BEHIND_THE_JSON),
        manifest("manifest_json", "sends half of it", answer -> answer.body("{\"id\":"))
            .leavesUnchecked(BEHIND_THE_JSON),
        manifest("manifest_schema", "has a member of its own", with("color", "blue"))
            .alsoFails("manifest_parsed")
            .leavesUnchecked(BEHIND_THE_SCHEMA),
        manifest("manifest_schema", "has Maven's version", with("version", "1.0.0-SNAPSHOT"))
            .alsoFails("manifest_parsed")
            .leavesUnchecked(BEHIND_THE_SCHEMA),
        manifest("manifest_signature", "signs another", answer -> answer.change(Signatures::wrong))
            .alsoFails("manifest_parsed")
            .leavesUnchecked(BEHIND_THE_SIGNATURE),
        manifest("manifest_signature", "has no key", answer -> answer.change(Signatures::keyless))
            .alsoFails("manifest_parsed")
            .leavesUnchecked(BEHIND_THE_SIGNATURE),
        manifest("manifest_parsed", "does not say whose it is", without("id"))
            .alsoFails("manifest_schema")
            .leavesUnchecked(BEHIND_THE_SCHEMA),
        capabilities("version_reported", "leaves it out", object -> object.remove("asap_version"))
            .leavesUnchecked("version_format", "version_compatible"),
        capabilities(
                "version_format", "calls it banana", object -> object.put("asap_version", "banana"))
            .leavesUnchecked("version_compatible"),
        capabilities(
            "version_compatible",
            "speaks what came before 0.1",
            object -> object.put("asap_version", "0.1rc1")),
        capabilities("manifest_skills", "leaves them out", object -> object.remove("skills")),
        manifest("manifest_auth_schemes", "has capitals", schemes("Bearer")),
        manifest("manifest_auth_schemes", "names OAuth2", schemes("oauth2"))
            .alsoFails("manifest_schema", "manifest_parsed")
            .leavesUnchecked(BEHIND_THE_SCHEMA),
        manifest(
            "manifest_endpoint",
            "says only a path",
            with("endpoints", new JsonObject().put("asap", "/asap"))),
        manifest("manifest_etag", "has none", answer -> answer.without("ETag"))
            .leavesUnchecked("manifest_not_modified"),
        manifest("manifest_etag", "does not quote it", answer -> answer.header("ETag", "v1"))
            .leavesUnchecked("manifest_not_modified"),
        Fault.of(
            "manifest_not_modified",
            "sends it again",
            request -> request.headers().contains("If-None-Match"),
            answer -> answer.status(200).body(TestingAgent.manifest().encode())));
  }

  private static Fault health(String check, String what, UnaryOperator<TestingAnswer> change) {
    return Fault.of(check, what, request -> request.is(TestingRequest.HEALTH), change);
  }

  /** Changes what is not a 304. */
  private static Fault manifest(String check, String what, UnaryOperator<TestingAnswer> change) {
    return Fault.of(
        check,
        what,
        request ->
            request.is(TestingRequest.MANIFEST) && !request.headers().contains("If-None-Match"),
        change);
  }

  private static Fault capabilities(String check, String what, Consumer<JsonObject> change) {
    return manifest(
        check,
        what,
        answer ->
            answer.change(
                manifest -> {
                  change.accept(manifest.getJsonObject("capabilities"));
                  return manifest;
                }));
  }

  private static UnaryOperator<TestingAnswer> schemes(String scheme) {
    return answer -> answer.replace("\"bearer\"", "\"" + scheme + "\"");
  }

  private static UnaryOperator<TestingAnswer> with(String key, Object value) {
    return answer -> answer.change(object -> object.put(key, value));
  }

  private static UnaryOperator<TestingAnswer> without(String key) {
    return answer ->
        answer.change(
            object -> {
              object.remove(key);
              return object;
            });
  }

  private static String[] prepend(String first, String... others) {
    String[] all = new String[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }
}
