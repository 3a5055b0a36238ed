package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStream;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Outcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** ASAP over HTTP: {@code POST /asap}, {@code POST /asap/stream}, {@code GET /asap/tasks/...}. */
final class HttpTransport implements Transport {
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final String MESSAGES = "/asap";
  private static final String STREAM = "/asap/stream";
  private static final String EVENTS = "text/event-stream";

  private final TransportContext context;
  private final ClientSettings settings;
  private final String base;
  private final Bearer bearer;
  private final AnswerReader reader;
  private volatile boolean compression;

  HttpTransport(TransportContext context) {
    this.context = context;
    this.settings = context.settings();
    this.base = context.baseUrl();
    this.bearer = new Bearer(context.vertx(), base, context.tokens());
    this.reader = new AnswerReader(base);
    this.compression = settings.compression();
  }

  @Override
  public Future<Envelope> exchange(OutgoingMessage message) {
    Buffer body = RequestWriter.one(message);
    return (compression ? Compression.gzip(context.vertx(), body) : uncompressed())
        .compose(
            gzip ->
                bearer.call(
                    token ->
                        post(message, body, gzip, token)
                            .map(answer -> envelope(answer.body(), message))));
  }

  private static Future<Optional<Buffer>> uncompressed() {
    return Future.succeededFuture(Optional.empty());
  }

  private Envelope envelope(Buffer body, OutgoingMessage message) {
    Outcome outcome = reader.one(body, message.envelope());
    if (outcome instanceof Outcome.Refused refused) {
      throw new RemoteErrorException(refused.error());
    }
    return ((Outcome.Answered) outcome).envelope();
  }

  private Future<HttpAnswer> post(
      OutgoingMessage message, Buffer body, Optional<Buffer> gzip, Optional<String> token) {
    HttpSpec spec = message(MESSAGES, message, gzip.orElse(body), token);
    gzip.ifPresent(shorter -> spec.with("Content-Encoding", "gzip"));
    return fetch(spec, message.timeout())
        .recover(
            failure ->
                gzip.isPresent() && refusesCoding(failure)
                    ? post(message, body, Optional.empty(), token)
                    : Future.failedFuture(failure));
  }

  /** A peer that does not know the coding is not bothered with it again. */
  private boolean refusesCoding(Throwable failure) {
    boolean refuses =
        failure instanceof HttpStatusException told && told.status() == UNSUPPORTED_MEDIA_TYPE;
    if (refuses) {
      compression = false;
    }
    return refuses;
  }

  private HttpSpec message(
      String path, OutgoingMessage message, Buffer body, Optional<String> token) {
    return authorized(HttpSpec.post(base, path, body), token)
        .with("X-Idempotency-Key", message.idempotencyKey());
  }

  private static HttpSpec authorized(HttpSpec spec, Optional<String> token) {
    token.ifPresent(header -> spec.with("Authorization", header));
    return spec.with("ASAP-Version", "2.2, 2.1");
  }

  private Future<HttpAnswer> fetch(HttpSpec spec, Duration timeout) {
    return HttpExchange.fetch(
            context.vertx(), context.out(), spec, timeout, settings.maxAnswerBytes())
        .map(this::accepted);
  }

  private HttpAnswer accepted(HttpAnswer answer) {
    if (answer.status() != HttpAnswer.OK) {
      throw StatusErrors.of(base, answer);
    }
    return answer;
  }

  /** Not compressed: the reference's servers do not take batches that are. */
  @Override
  public Future<List<Outcome>> exchangeAll(List<OutgoingMessage> messages) {
    Buffer body = RequestWriter.all(messages);
    List<Envelope> requests = messages.stream().map(OutgoingMessage::envelope).toList();
    Duration timeout = messages.get(0).timeout();
    return bearer.call(
        token ->
            fetch(authorized(HttpSpec.post(base, MESSAGES, body), token), timeout)
                .map(answer -> reader.all(answer.body(), requests))
                .map(HttpTransport::authorizedOnes));
  }

  /** If all are refused for the token's sake, the batch is. */
  private static List<Outcome> authorizedOnes(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (!(outcome instanceof Outcome.Refused refused)
          || !new RemoteErrorException(refused.error()).unauthorized()) {
        return outcomes;
      }
    }
    throw new RemoteErrorException(((Outcome.Refused) outcomes.get(0)).error());
  }

  /** Not compressed either. */
  @Override
  public Future<EnvelopeStream> stream(OutgoingMessage message) {
    Buffer body = RequestWriter.one(message);
    return bearer.call(
        token -> {
          HttpSpec spec =
              message(STREAM, message, body, token).with("Accept", EVENTS + ", application/json");
          return HttpExchange.run(
              context.vertx(),
              context.out(),
              spec,
              message.timeout(),
              response ->
                  events(spec, response, HttpTransport::isLastChunk)
                      .recover(failure -> unstreamed(failure, message)));
        });
  }

  private static boolean isLastChunk(Envelope envelope) {
    return envelope.payload() instanceof TaskStream chunk && chunk.last();
  }

  /** What goes wrong before the first chunk is an error like those of {@code POST /asap}. */
  private Future<EnvelopeStream> unstreamed(Throwable failure, OutgoingMessage message) {
    if (failure instanceof NoEventsException other) {
      envelope(other.answer().body(), message);
      throw new InvalidAnswerException(base, "it does not come in chunks");
    }
    return Future.failedFuture(failure);
  }

  @Override
  public Future<EnvelopeStream> follow(String taskId, long after) {
    return bearer.call(
        token -> {
          HttpSpec spec =
              authorized(HttpSpec.get(base, TaskPaths.events(taskId)), token)
                  .with("Accept", EVENTS + ", application/json");
          if (after > 0) {
            spec.with("Last-Event-ID", String.valueOf(after));
          }
          return HttpExchange.run(
              context.vertx(),
              context.out(),
              spec,
              settings.timeout(),
              response ->
                  events(spec, response, event -> event.payload() instanceof TaskResponse)
                      .recover(this::noLog));
        });
  }

  private Future<EnvelopeStream> noLog(Throwable failure) {
    return Future.failedFuture(
        failure instanceof NoEventsException
            ? new InvalidAnswerException(base, "it is no log of a task")
            : failure);
  }

  private Future<EnvelopeStream> events(
      HttpSpec spec, HttpClientResponse response, Predicate<Envelope> last) {
    boolean streams =
        response.statusCode() == HttpAnswer.OK
            && HttpAnswer.type(response.headers()).equals(EVENTS);
    if (streams) {
      return Future.succeededFuture(
          new SseStream(context.vertx(), context.out(), base, response, settings, last));
    }
    return HttpExchange.whole(spec, response, settings.maxAnswerBytes())
        .map(this::accepted)
        .compose(answer -> Future.failedFuture(new NoEventsException(answer)));
  }

  @Override
  public Future<TaskView> task(String taskId) {
    return bearer.call(
        token ->
            fetch(authorized(HttpSpec.get(base, TaskPaths.page(taskId)), token), settings.timeout())
                .map(answer -> TaskView.read(base, answer.body())));
  }
}
