package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.outbound.TestingCertificates;
import dev.roost.protocol.Envelope;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, HTTP/2, and where there must be TLS. */
class ClientTlsTest {
  private static Path store;

  private final Vertx vertx = Vertx.vertx();

  @BeforeAll
  static void makeKeys(@TempDir Path folder) {
    store = TestingCertificates.store(folder, "ip:127.0.0.1");
  }

  @AfterEach
  void stop() {
    Outcomes.get(vertx.close());
  }

  private static PfxOptions keys() {
    return new PfxOptions().setPath(store.toString()).setPassword(TestingCertificates.PASSWORD);
  }

  private TestingAgent agent(boolean http2) {
    return TestingAgent.start(
        vertx,
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setAlpnVersions(
                http2
                    ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
                    : List.of(HttpVersion.HTTP_1_1))
            .setKeyCertOptions(keys()));
  }

  private AsapClientBuilder client(TestingAgent agent) {
    return AsapClient.builder(agent.url()).vertx(vertx);
  }

  @Test
  void http2IsSpokenWhereThePeerDoes() {
    // Given
    TestingAgent agent = agent(true);
    AsapClient client = client(agent).trust(keys()).build();
    List<Envelope> requests = IntStream.range(0, 50).mapToObj(i -> TestingAgent.request()).toList();
    Outcomes.get(client.send(TestingAgent.request()));

    // When
    List<Envelope> answers = new ArrayList<>();
    requests.stream().map(client::send).toList().forEach(one -> answers.add(Outcomes.get(one)));

    // Then
    assertThat(answers.stream().map(Envelope::correlationId).toList())
        .isEqualTo(requests.stream().map(Envelope::id).toList());
    assertThat(agent.first().request().version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(agent.connections()).isEqualTo(1);
  }

  @Test
  void http1IsSpokenWhereItDoesNot() {
    // Given
    TestingAgent agent = agent(false);
    AsapClient client = client(agent).trust(keys()).build();

    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(agent.first().request().version()).isEqualTo(HttpVersion.HTTP_1_1);
  }

  @Test
  void whomNobodyKnowsIsNotSpokenTo() {
    // Given
    TestingAgent agent = agent(true);
    AsapClient client = client(agent).settings(Fixture.within(Duration.ofSeconds(10))).build();

    // When
    ConnectionFailedException failure =
        Outcomes.failure(ConnectionFailedException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure).hasCauseInstanceOf(SSLException.class);
    assertThat(failure.fate()).isEqualTo(Fate.NOT_TAKEN);
    assertThat(agent.seen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://agents.example.com",
        "http://10.0.0.1:8080",
        "http://[2606:4700::1]/",
        "http://localhost.example.com",
        "http://128.0.0.1",
      })
  void otherMachinesAreReachedByTlsOnly(String url) {
    assertThatThrownBy(() -> AsapClient.builder(url).vertx(vertx).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "http://127.0.0.1:8080/agents/echo",
        "http://[::1]:8080/",
        "https://agents.example.com",
        "https://intranet/agents/echo/",
      })
  void thisMachineIsNot(String url) {
    // When
    AsapClient client = AsapClient.builder(url).vertx(vertx).build();

    // Then
    assertThat(url).startsWith(client.baseUrl().replace("[0:0:0:0:0:0:0:1]", "[::1]"));
  }

  @Test
  void theProgramMayDecideOtherwise() {
    // When
    AsapClient client =
        AsapClient.builder("http://agents.example.com").vertx(vertx).requireHttps(false).build();

    // Then
    assertThat(client.baseUrl()).isEqualTo("http://agents.example.com");
    assertThatThrownBy(() -> client.at("ftp://x")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "agents.example.com",
        "https://agents.example.com/?x=1",
        "https://u@a.example"
      })
  void whatIsNoBaseIsRefused(String url) {
    assertThatThrownBy(() -> AsapClient.builder(url).vertx(vertx).build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
