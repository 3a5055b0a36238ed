package dev.roost.bench.bare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.bench.RequestTemplate;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.json.Codec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class BareAnswerTest {
  private final JsonObject request =
      new JsonObject(Buffer.buffer(RequestTemplate.body().bytes()))
          .getJsonObject("params")
          .getJsonObject("envelope");

  @Test
  void isTheAnswerOfTheEchoAgent() throws Exception {
    // When
    Buffer text = BareAnswer.to(BareParser.parse(RequestTemplate.body().bytes()));

    // Then
    JsonObject rpc = new JsonObject(text);
    Envelope answer =
        Codec.ENVELOPE.read(rpc.getJsonObject("result").getJsonObject("envelope").toBuffer());
    assertThat(rpc.getString("id")).isEqualTo("request-1");
    assertThat(answer.correlationId()).isEqualTo(request.getString("id"));
    assertThat(answer.traceId()).isEqualTo(request.getString("trace_id"));
    assertThat(((TaskResponse) answer.payload()).result().getJsonObject("echoed"))
        .isEqualTo(request.getJsonObject("payload").getJsonObject("input"));
  }

  @Test
  void theRequestIsAsLongAsAnnounced() {
    assertThat(RequestTemplate.body().bytes().length).isBetween(650, 850);
  }
}
