package dev.roost.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies: their length, and how they are compressed. */
class BodyTest {
  private static final int MAX = 200_000;

  /** A request with {@code "id":"br-1"} by a foreign brotli encoder, quality 4. */
  private static final byte[] BR_REQUEST =
      Base64.getDecoder()
          .decode(
              "G40GAATCnIpo77GTDihGMpXVVnbWeuPAaR5wGOzH4ZpkpWWWcVHabWx8Caug0TO8ctKN3oZQIHziF46/To0v"
                  + "EbIxC/GoVuJwPT8ckRO1RX8+KHLSlghqS5QPuBxMvsjtI7ziN45RrdQBYR5MsjELktVqkzj0JxwrS3is"
                  + "ReP7t/afz8pk2oMiTNn4jQfVNg+MgpxIsKtsar0l8/kCx/htf78QFP2u1FqYJ+Rk0m1CyAc//doHNNz3"
                  + "fbtLIvIhenMD");

  /** The same twice, as a batch. */
  private static final byte[] BR_BATCH =
      Base64.getDecoder()
          .decode(
              "Gx4NAIzTFfOAEtY9iDY3rXG7jzY6rQ2i8oMgKl8FYbPodPW1vIWc757ZDkE1IRGaxORmSsysXVTyoP1I22mG"
                  + "1GtzuZ62KnGKB3nQer7zkpM3wOqVNjo+7XPpUDOFcrhi8Mkp/Ux4CSDGrEa8NqJVjDymiBh64Oww+aYs"
                  + "v36ElFiCkPAsx1ssWNIGYUz1qVZBepzKBzVs6ERIIP9KxebT27EtfEl+kh/JYi5wX5IG");

  /** 64 MiB of spaces. */
  private static final byte[] BR_BOMB =
      Base64.getDecoder()
          .decode(
              "y///P/glQOKxQCD3/o///3/wSwDEYRGA7v0f////4JcAiMMCAN37P/7//8EvARCHBQC693/8//+DXwIgDgsA"
                  + "dO//+P//B78EQBwWAOje//H//w9+CYA4LADQvf/L//8//BIAcVgAoHv/Bw==");

  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.with().maxRequestBytes(MAX).start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String padded(int length) {
    String request = Requests.echo();
    return request + " ".repeat(length - request.length());
  }

  private static JsonObject detail(String detail) {
    return new JsonObject().put("detail", detail);
  }

  private static void assertDetail(Wire.Answer answer, int status, String detail) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("asap-version")).isEqualTo("2.2");
    assertThat(answer.json()).isEqualTo(detail(detail));
  }

  @Test
  void theLongestBodyIsTaken() {
    assertThat(node.post(padded(MAX)).json().containsKey("result")).isTrue();
  }

  @Test
  void aBodyAnnouncedTooLongIsRefusedBeforeItArrives() {
    try (Wire wire = node.connect()) {
      // When
      wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: " + (MAX + 1) + "\r\n\r\n");

      // Then
      assertDetail(wire.read(), 413, "Request size (200001 bytes) exceeds maximum (200000 bytes)");
      assertThat(wire.isClosedWithin(5_000)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999", "9223372036854775808"})
  void anAbsurdLengthIsRefused(String length) {
    try (Wire wire = node.connect()) {
      // When
      wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n");

      // Then
      assertThat(wire.read().status()).isIn(400, 413);
      assertThat(wire.isClosedWithin(5_000)).isTrue();
    }
  }

  @Test
  void aLongBodySentWithoutWaitingForTheRefusalStillSeesIt() {
    try (Wire wire = node.connect()) {
      // When
      wire.request("POST", "/asap", new byte[20 * MAX]);

      // Then
      assertThat(wire.read().status()).isEqualTo(413);
      assertThat(wire.isClosedWithin(5_000)).isTrue();
    }
  }

  @Test
  void aBodyThatArrivesInChunksIsCountedWhileItArrives() {
    try (Wire wire = node.connect()) {
      // Given
      String chunk = "2710\r\n" + " ".repeat(10_000) + "\r\n";
      wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");

      // When
      for (int i = 0; i < 25; i++) {
        wire.send(chunk);
      }

      // Then
      Wire.Answer answer = wire.read();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.json().getString("detail"))
          .matches("Request size \\(2\\d{5} bytes\\) exceeds maximum \\(200000 bytes\\)");
      assertThat(wire.isClosedWithin(5_000)).isTrue();
    }
  }

  @Test
  void aBodyThatArrivesInChunksIsTaken() {
    try (Wire wire = node.connect()) {
      // Given
      String request = Requests.echo();
      String head = request.substring(0, 100);
      String tail = request.substring(100);

      // When
      wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
          .send("64\r\n" + head + "\r\n")
          .send(Integer.toHexString(tail.length()) + "\r\n" + tail + "\r\n0\r\n\r\n");

      // Then
      assertThat(wire.read().json().containsKey("result")).isTrue();
    }
  }

  @Test
  void aClientThatWaitsForPermissionGetsIt() {
    try (Wire wire = node.connect()) {
      // Given
      String request = Requests.echo();

      // When
      wire.send(
          "POST /asap HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
              + request.length()
              + "\r\n\r\n");
      assertThat(wire.isQuietFor(10_000)).isFalse();
      wire.send(request);

      // Then
      assertThat(wire.read().json().containsKey("result")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZip", " gzip "})
  void gzipIsUnderstood(String coding) {
    assertThat(
            node.post(gzip(Requests.echo().getBytes(UTF_8)), "Content-Encoding: " + coding)
                .json()
                .containsKey("result"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "BR"})
  void brotliIsUnderstood(String coding) {
    assertThat(node.post(BR_REQUEST, "Content-Encoding: " + coding).json().getString("id"))
        .isEqualTo("br-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", ""})
  void noCodingMayBeSaid(String coding) {
    assertThat(
            node.post(Requests.echo(), "Content-Encoding: " + coding).json().containsKey("result"))
        .isTrue();
  }

  @Test
  void aCompressedBatchIsABatch() {
    // Given
    byte[] batch = ("[" + Requests.echo() + "," + Requests.echo() + "]").getBytes(UTF_8);

    // When / Then
    assertThat(node.post(gzip(batch), "Content-Encoding: gzip").array()).hasSize(2);
    assertThat(node.post(BR_BATCH, "Content-Encoding: br").array()).hasSize(2);
  }

  @Test
  void aLargeCompressedBodyIsTaken() {
    // Given
    byte[] noise = new byte[60_000];
    new java.util.Random(1).nextBytes(noise);
    JsonObject envelope = Requests.envelope(TestNode.ECHO, "echo");
    envelope.getJsonObject("payload").getJsonObject("input").put("noise", noise);
    byte[] body = gzip(Requests.around(envelope).encode().getBytes(UTF_8));
    assertThat(body.length).isGreaterThan(16 * 1024);

    // When / Then
    assertThat(node.post(body, "Content-Encoding: gzip").json().containsKey("result")).isTrue();
  }

  @Test
  void bombsAreNotInflatedBeyondTheLimit() {
    // Given
    String detail =
        "Decompressed request size \\(\\d{6} bytes\\) exceeds maximum \\(200000 bytes\\)";

    // When
    Wire.Answer gzip = node.post(gzip(new byte[64 * 1024 * 1024]), "Content-Encoding: gzip");
    Wire.Answer br = node.post(BR_BOMB, "Content-Encoding: br");

    // Then
    for (Wire.Answer answer : new Wire.Answer[] {gzip, br}) {
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.header("asap-version")).isEqualTo("2.2");
      assertThat(answer.json().getString("detail")).matches(detail);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "deflate", "gzip, br", "identity, gzip", "x-gzip", "compress"})
  void otherCodingsAndListsAreRefused(String coding) {
    assertDetail(
        node.post(Requests.echo(), "Content-Encoding: " + coding),
        415,
        "Unsupported Content-Encoding: " + coding + ". Supported: br, gzip");
  }

  @Test
  void twoHeadersAreAList() {
    assertDetail(
        node.post(Requests.echo(), "Content-Encoding: gzip", "Content-Encoding: br"),
        415,
        "Unsupported Content-Encoding: gzip, br. Supported: br, gzip");
  }

  @Test
  void corruptBodiesAreRefused() {
    // Given
    byte[] gzip = gzip(Requests.echo().getBytes(UTF_8));
    byte[] cut = Arrays.copyOf(gzip, gzip.length - 12);
    byte[] damaged = gzip.clone();
    damaged[damaged.length - 6] ^= 1; // the checksum

    // When / Then
    for (byte[] body : new byte[][] {cut, damaged, Requests.echo().getBytes(UTF_8), new byte[0]}) {
      assertDetail(
          node.post(body, "Content-Encoding: gzip"),
          400,
          "Invalid compressed data: not a complete gzip stream");
    }
    byte[] brCut = Arrays.copyOf(BR_REQUEST, BR_REQUEST.length - 40);
    byte[] noBr = new byte[] {-1, -1, -1, -1, -1};
    for (byte[] body : new byte[][] {brCut, noBr, new byte[0]}) {
      assertDetail(
          node.post(body, "Content-Encoding: br"),
          400,
          "Invalid compressed data: not a complete br stream");
    }
  }

  @Test
  void noDamageIsMoreThanABadRequest() {
    byte[] gzip = gzip(Requests.echo().getBytes(UTF_8));
    try (Wire wire = node.connect()) {
      for (int i = 0; i < gzip.length; i++) {
        assertBadOrRead(wire, gzip, i, "gzip");
      }
      for (int i = 0; i < BR_REQUEST.length; i++) {
        assertBadOrRead(wire, BR_REQUEST, i, "br");
      }
    }
  }

  /**
   * Most damage makes a body that does not inflate; some makes other text, and some no difference.
   */
  private static void assertBadOrRead(Wire wire, byte[] body, int at, String coding) {
    for (int bit : new int[] {1, 8, 64, 128}) {
      byte[] damaged = body.clone();
      damaged[at] ^= (byte) bit;
      Wire.Answer answer =
          wire.request("POST", "/asap", damaged, "Content-Encoding: " + coding).read();
      assertThat(answer.status()).isIn(200, 400, 413);
      assertThat(answer.text()).doesNotContain("-32603");
    }
  }

  @Test
  void refusalsThatNeedNoClosingLeaveTheConnectionUsable() {
    try (Wire wire = node.connect()) {
      // When
      Wire.Answer corrupt =
          wire.request("POST", "/asap", new byte[] {1, 2, 3}, "Content-Encoding: gzip").read();
      Wire.Answer version = wire.post(padded(MAX), "ASAP-Version: 99.0").read();
      Wire.Answer nowhere = wire.request("POST", "/nowhere", new byte[50_000]).read();
      Wire.Answer wrongMethod = wire.request("PUT", "/asap", new byte[50_000]).read();
      Wire.Answer last = wire.post(Requests.echo()).read();

      // Then
      assertThat(corrupt.status()).isEqualTo(400);
      assertThat(version.error().getInteger("code")).isEqualTo(-32000);
      assertThat(nowhere.status()).isEqualTo(404);
      assertThat(wrongMethod.status()).isEqualTo(405);
      assertThat(last.json().containsKey("result")).isTrue();
    }
  }

  private static String raw(String header) {
    String body = Requests.echo();
    return "POST /asap HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(header, body.length(), body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "gzip, br"})
  void afterARefusalThatClosesNothingElseIsAnswered(String coding) {
    try (Wire wire = node.connect()) {
      // When
      wire.send(
          raw("Content-Encoding: " + coding)
              + raw("X: behind it")
              + "GET /health HTTP/1.1\r\n\r\n"
              + raw("X: last"));

      // Then
      Wire.Answer answer = wire.read();
      assertThat(answer.status()).isEqualTo(415);
      assertThat(answer.header("connection")).isEqualToIgnoringCase("close");
      assertThat(wire.take(1)).as("a second answer").isEmpty();
    }
  }
}
