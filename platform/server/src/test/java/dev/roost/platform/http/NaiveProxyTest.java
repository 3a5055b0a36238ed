package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Behind a proxy that checks nothing the next client still gets its own answer. */
class NaiveProxyTest {
  private static TestNode node;
  private static HiddenRequest hidden;
  private static final Map<TestingNaiveProxy.Belief, TestingNaiveProxy> PROXIES =
      new EnumMap<>(TestingNaiveProxy.Belief.class);

  @BeforeAll
  static void start() throws Exception {
    node = TestNode.start();
    hidden = HiddenRequest.message(node);
    for (TestingNaiveProxy.Belief belief : TestingNaiveProxy.Belief.values()) {
      PROXIES.put(belief, new TestingNaiveProxy(belief, node.port()));
    }
  }

  @AfterAll
  static void stop() {
    PROXIES.values().forEach(TestingNaiveProxy::close);
    node.close();
  }

  static Stream<Arguments> attacks() {
    return Stream.of(TestingNaiveProxy.Belief.values())
        .flatMap(
            belief ->
                new RefusedBodies(Refused.Target.MAIN, hidden)
                    .all().stream().map(request -> Arguments.of(belief, request)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("attacks")
  void nothingIsSmuggled(TestingNaiveProxy.Belief belief, Refused request) {
    // Given
    int before = hidden.executions();
    TestingNaiveProxy proxy = PROXIES.get(belief);

    // When
    Wire.Answer refusal = exchange(proxy, request.text());
    Wire.Answer next = exchange(proxy, echo("next"));
    Wire.Answer last = exchange(proxy, echo("last"));

    // Then
    assertThat(refusal.status()).isEqualTo(request.status());
    assertThat(next.json().getString("id")).isEqualTo("next");
    assertThat(last.json().getString("id")).isEqualTo("last");
    assertThat(hidden.executions()).isEqualTo(before);
  }

  private static Wire.Answer exchange(TestingNaiveProxy proxy, String request) {
    try (Wire wire = Wire.to(proxy.port())) {
      return wire.send(request).endSending().read();
    }
  }

  private static String echo(String id) {
    String body = Requests.echo().replace("req-1", id);
    return Refused.Target.MAIN.post("Content-Length: " + body.length() + "\r\n") + body;
  }

  @Test
  void aServerThatIsNotStrictGivesTheNextClientAnotherAnswer() throws Exception {
    // Given
    List<String> ran = new ArrayList<>();
    Vertx vertx = Vertx.vertx();
    HttpServer server =
        TestPlatform.get(
            vertx
                .createHttpServer(new HttpServerOptions().setPort(0).setHost("127.0.0.1"))
                .requestHandler(
                    request -> {
                      ran.add(request.uri());
                      request.response().end(request.uri());
                    })
                .listen());
    try (TestingNaiveProxy proxy =
        new TestingNaiveProxy(TestingNaiveProxy.Belief.LENGTH, server.actualPort())) {
      Refused request = new RefusedBodies(Refused.Target.MAIN, hidden).all().get(0);

      // When
      exchange(proxy, request.text());
      Wire.Answer next = exchange(proxy, "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");

      // Then
      assertThat(request.name()).isEqualTo("H1 CL.TE");
      assertThat(next.text()).isEqualTo("/asap");
      assertThat(ran).startsWith("/asap", "/asap");
    } finally {
      TestPlatform.get(vertx.close());
    }
  }
}
