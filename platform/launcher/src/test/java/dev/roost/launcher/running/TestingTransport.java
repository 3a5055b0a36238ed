package dev.roost.launcher.running;

import dev.roost.client.OutgoingMessage;
import dev.roost.client.TaskView;
import dev.roost.client.Transport;
import dev.roost.client.TransportContext;
import dev.roost.client.TransportProvider;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskResponse;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Outcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A transport that carries nothing anywhere: it answers that it was taken, and for which URL. */
public final class TestingTransport implements TransportProvider {
  @Override
  public String name() {
    return "testing";
  }

  @Override
  public Transport create(TransportContext context) {
    return new Answering(context.baseUrl());
  }

  private record Answering(String baseUrl) implements Transport {
    @Override
    public Future<Envelope> exchange(OutgoingMessage message) {
      Envelope request = message.envelope();
      JsonObject result = new JsonObject().put("transport", "testing").put("url", baseUrl);
      return Future.succeededFuture(
          request.reply(request.recipient(), TaskResponse.completed("task_there", result)));
    }

    @Override
    public Future<List<Outcome>> exchangeAll(List<OutgoingMessage> messages) {
      return Future.failedFuture("no batches");
    }

    @Override
    public Future<EnvelopeStream> stream(OutgoingMessage message) {
      return Future.failedFuture("no streams");
    }

    @Override
    public Future<EnvelopeStream> follow(String taskId, long after) {
      return Future.failedFuture("no tasks");
    }

    @Override
    public Future<TaskView> task(String taskId) {
      return Future.failedFuture("no tasks");
    }
  }
}
