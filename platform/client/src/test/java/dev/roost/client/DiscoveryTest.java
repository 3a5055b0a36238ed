package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.TestingAgent.Seen;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests, and how long they are kept. */
class DiscoveryTest extends Fixture {
  private static Manifest manifest(String version) {
    return Manifest.of(
        TestingAgent.URN,
        "Testing",
        version,
        "An agent of tests",
        new Capability("0.1", List.of(), false, false, List.of(), null, null),
        new Manifest.Endpoint("http://localhost/asap", null));
  }

  private static TestingAgent.Script page(String version, String... headers) {
    return (request, response) -> {
      put(response, headers);
      TestingAgent.json(response, Codec.MANIFEST.write(manifest(version)));
    };
  }

  private static TestingAgent.Script unchanged(String... headers) {
    return (request, response) -> {
      put(response, headers);
      response.setStatusCode(304).end();
    };
  }

  private static void put(HttpServerResponse response, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      response.putHeader(headers[i], headers[i + 1]);
    }
  }

  private Manifest discover() {
    return Outcomes.get(client.discover());
  }

  @Test
  void theManifestIsBelowTheRootOfTheAgent() {
    // Given
    agent.will(page("1.0.0"));

    // When
    Manifest manifest = Outcomes.get(client.discover(agent.url() + "/agents/testing/"));

    // Then
    assertThat(manifest).isEqualTo(manifest("1.0.0"));
    assertThat(agent.first().method()).isEqualTo("GET");
    assertThat(agent.first().uri()).isEqualTo("/agents/testing/.well-known/asap/manifest.json");
  }

  @Test
  void whatIsFreshIsNotAskedForAgain() {
    // Given
    agent.will(page("1.0.0", "Cache-Control", "public, max-age=300"));
    discover();
    clock.pass(Duration.ofSeconds(299));

    // When
    Manifest again = discover();

    // Then
    assertThat(again).isEqualTo(manifest("1.0.0"));
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void whatIsNotIsAskedForUnderItsTag() {
    // Given
    agent.will(
        page("1.0.0", "Cache-Control", "max-age=300", "ETag", "\"a\"", "Last-Modified", "x"),
        unchanged("Cache-Control", "max-age=100"),
        page("2.0.0", "ETag", "\"b\""));
    discover();
    clock.pass(Duration.ofSeconds(300));

    // When
    Manifest unchanged = discover();
    clock.pass(Duration.ofSeconds(99));
    discover();
    clock.pass(Duration.ofSeconds(1));
    Manifest changed = discover();

    // Then
    assertThat(unchanged).isEqualTo(manifest("1.0.0"));
    assertThat(changed).isEqualTo(manifest("2.0.0"));
    assertThat(agent.seen())
        .extracting(seen -> seen.headers().get("If-None-Match"))
        .containsExactly(null, "\"a\"", "\"a\"");
    assertThat(agent.seen()).noneMatch(seen -> seen.headers().contains("If-Modified-Since"));
  }

  @Test
  void withoutATagItIsAskedForByItsDate() {
    // Given
    String date = "Thu, 01 Jan 2026 00:00:00 GMT";
    agent.will(page("1.0.0", "Cache-Control", "no-cache", "Last-Modified", date), unchanged());
    discover();

    // When
    discover();

    // Then
    assertThat(agent.seen().get(1).headers().get("If-Modified-Since")).isEqualTo(date);
  }

  @Test
  void whoSays304UnaskedHasNothingToSay() {
    // Given
    agent.will(unchanged());

    // When
    Throwable failure = Outcomes.failure(client.discover());

    // Then
    assertThat(failure).isInstanceOf(HttpStatusException.class);
  }

  @Test
  void whatMustNotBeKeptIsNot() {
    // Given
    agent.will(page("1.0.0", "Cache-Control", "max-age=300, no-store", "ETag", "\"a\""));
    discover();

    // When
    discover();

    // Then
    assertThat(agent.seen()).hasSize(2);
    assertThat(agent.seen()).noneMatch(seen -> seen.headers().contains("If-None-Match"));
  }

  @Test
  void aFailureIsNotKept() {
    // Given
    agent.will(
        TestingAgent.status(404, new JsonObject().put("detail", "Not Found")), page("1.0.0"));
    Throwable failure = Outcomes.failure(client.discover());

    // When
    Manifest manifest = discover();

    // Then
    assertThat(failure).isInstanceOf(HttpStatusException.class);
    assertThat(manifest.version()).isEqualTo("1.0.0");
  }

  @Test
  void whatPassesIsTriedAgain() {
    // Given
    agent.will(TestingAgent::drop, TestingAgent.status(503, new JsonObject()), page("1.0.0"));

    // When
    Manifest manifest = discover();

    // Then
    assertThat(manifest.version()).isEqualTo("1.0.0");
  }

  @Test
  void thoseWhoAskAtTheSameTimeShareAnAnswer() {
    // Given
    List<Seen> held = new ArrayList<>();
    agent.will((request, response) -> held.add(request));
    List<Future<Manifest>> manifests = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      manifests.add(client.discover());
    }
    Outcomes.await(() -> held.size() == 1);

    // When
    page("1.0.0").answer(held.get(0), held.get(0).request().response());

    // Then
    manifests.forEach(one -> assertThat(Outcomes.get(one)).isEqualTo(manifest("1.0.0")));
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void alsoItsFailure() {
    // Given
    List<Seen> held = new ArrayList<>();
    agent.will((request, response) -> held.add(request));
    Future<Manifest> first = client.discover();
    Outcomes.await(() -> held.size() == 1);
    Future<Manifest> second = client.discover();

    // When
    held.get(0).request().response().setStatusCode(404).end();

    // Then
    assertThat(Outcomes.failure(first)).isInstanceOf(HttpStatusException.class);
    assertThat(Outcomes.failure(second)).isInstanceOf(HttpStatusException.class);
  }

  @Test
  void whatWasNotAskedForTheLongestIsForgotten() {
    // Given
    agent.will(page("1.0.0"));
    for (int i = 0; i < ClientCore.MAX_MANIFESTS; i++) {
      Outcomes.get(client.discover(agent.url() + "/" + i));
    }
    Outcomes.get(client.discover(agent.url() + "/0"));

    // When
    Outcomes.get(client.discover(agent.url() + "/more"));
    Outcomes.get(client.discover(agent.url() + "/0"));
    int before = agent.seen().size();
    Outcomes.get(client.discover(agent.url() + "/1"));

    // Then
    assertThat(before).isEqualTo(ClientCore.MAX_MANIFESTS + 1);
    assertThat(agent.seen()).hasSize(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "{}",
        "[]",
        "{\"manifest\":{},\"signature\":{}}",
        "{\"manifest\":7,\"signature\":{}}",
        "{\"manifest\":{}}",
      })
  void whatIsNoManifestIsNotTakenForOne(String body) {
    // Given
    agent.will(TestingAgent.text("application/json", body));

    // When
    Throwable failure = Outcomes.failure(client.discover());

    // Then
    assertThat(failure)
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("it is no manifest");
  }

  @Test
  void aSignedManifestIsAManifest() {
    // Given
    JsonObject document =
        new JsonObject()
            .put("manifest", Codec.MANIFEST.write(manifest("1.0.0")).toJsonObject())
            .put("signature", new JsonObject().put("alg", "ed25519"))
            .putNull("public_key");
    agent.will((request, response) -> TestingAgent.json(response, document.toBuffer()));

    // When
    Manifest manifest = discover();

    // Then
    assertThat(manifest).isEqualTo(manifest("1.0.0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=60 | | | | 60",
        "max-age=60, max-age=30 | | | | 30",
        "MAX-AGE=\"60\" | | | | 60",
        "public , max-age=60 , must-revalidate | | | | 60",
        "max-age=60 | 20 | | | 40",
        "max-age=60 | 90 | | | 0",
        "max-age=0 | | | | 0",
        "max-age=soon | | | | 0",
        "max-age=-5 | | | | 0",
        "max-age=86401 | | | | 86400",
        "max-age=99999999999999999999 | | | | 86400",
        "no-cache, max-age=60 | | | | 0",
        "s-maxage=10 | | | | 300",
        " | | | | 300",
        " | 100 | | | 200",
        " | | Thu, 01 Jan 2026 00:01:40 GMT | Thu, 01 Jan 2026 00:00:00 GMT | 100",
        " | | Wed, 31 Dec 2025 00:00:00 GMT | Thu, 01 Jan 2026 00:00:00 GMT | 0",
        " | | 0 | | 0",
        "max-age=60 | | 0 | | 60",
      })
  void lifetimesAreThoseOfHttp(
      String control, String age, String expires, String date, long seconds) {
    // Given
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    put(headers, "Cache-Control", control);
    put(headers, "Age", age);
    put(headers, "Expires", expires);
    put(headers, "Date", date);

    // When
    Duration fresh = CacheRules.freshFor(headers, CacheRules.DEFAULT);

    // Then
    assertThat(fresh).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(CacheRules.mayKeep(headers)).isTrue();
  }

  private static void put(MultiMap headers, String name, String value) {
    if (value != null) {
      headers.set(name, value);
    }
  }

  @Test
  void whatVariesWithEverythingIsNotKept() {
    // When
    boolean kept = CacheRules.mayKeep(MultiMap.caseInsensitiveMultiMap().set("Vary", "*"));

    // Then
    assertThat(kept).isFalse();
  }

  @Test
  void withoutADateItExpiresByOurClock() {
    // Given
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap().set("Expires", "Fri, 01 Jan 2100 00:00:00 GMT");

    // When
    Duration fresh = CacheRules.freshFor(headers, CacheRules.DEFAULT);

    // Then
    assertThat(fresh).isEqualTo(CacheRules.MAX);
  }
}
