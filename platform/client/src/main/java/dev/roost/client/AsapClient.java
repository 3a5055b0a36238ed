package dev.roost.client;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Outcome;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Talks to one agent, or to the agents behind one address. Any thread may use it; outcomes come on
 * the caller's context if it has one. Every failure of a call is an {@link AsapClientException}.
 *
 * <p>A message is sent again only under the same envelope id, timestamp and idempotency key, and
 * only if that can do no harm or is allowed by {@link RetryPolicy#repeatUnknown()}.
 */
public final class AsapClient {
  private static final String MANIFEST = "/.well-known/asap/manifest.json";
  private static final String HEALTH = "/.well-known/asap/health";
  private static final int UNAVAILABLE = 503;

  private final ClientCore core;
  private final String base;
  private final Transport transport;

  AsapClient(ClientCore core, String baseUrl) {
    this.core = core;
    this.base = core.base(baseUrl);
    this.transport = core.transport(base);
  }

  private AsapClient(ClientCore core, String base, Transport transport) {
    this.core = core;
    this.base = base;
    this.transport = transport;
  }

  /**
   * Begins a client.
   *
   * @param baseUrl the root of the agent: the URL to which {@code /asap} and {@code
   *     /.well-known/asap/...} are appended
   */
  public static AsapClientBuilder builder(String baseUrl) {
    return new AsapClientBuilder(baseUrl);
  }

  /** The root of the agent, without a slash at its end. */
  public String baseUrl() {
    return base;
  }

  /**
   * A client for another agent that shares connections, caches and circuits with this one, and is
   * closed with it.
   *
   * @throws IllegalArgumentException if that is no base URL
   */
  public AsapClient at(String baseUrl) {
    return new AsapClient(core, baseUrl);
  }

  /**
   * The same, with another transport.
   *
   * @throws IllegalArgumentException if that is no base URL, or the transport is not there
   */
  public AsapClient at(String baseUrl, String transport) {
    String agent = core.base(baseUrl);
    return new AsapClient(core, agent, core.transport(agent, transport));
  }

  /**
   * A client for the same agent whose messages go over a WebSocket that is open and stays so: when
   * it breaks, another one is opened, and what was on its way is sent again under the same id. It
   * shares connections, caches and circuits with this one, and is closed with it.
   *
   * @return fails if there is no connection after some attempts
   */
  public Future<AsapClient> connectWs() {
    Transport sockets = core.transport(base, WebSocketTransportProvider.NAME);
    return call(() -> attempts().make(sockets::connect))
        .map(connected -> new AsapClient(core, base, sockets));
  }

  /** The same for threads that may wait. */
  public BlockingAsapClient blocking() {
    return new BlockingAsapClient(this, core);
  }

  /** The agent's manifest, kept as long as the agent says. */
  public Future<Manifest> discover() {
    return discover(base);
  }

  /** The manifest of another agent. */
  public Future<Manifest> discover(String baseUrl) {
    return call(() -> manifest(core.base(baseUrl)));
  }

  private Future<Manifest> manifest(String agent) {
    return core.cached(core.manifests, agent, MANIFEST)
        .compose(manifest -> core.admit(manifest.id()).map(manifest));
  }

  /** Reads registries and lists of revoked agents; shares connections and caches with this one. */
  public RegistryClient registries() {
    return new RegistryClient(core);
  }

  /** How the agent says it is; one that says that it is not well has answered. */
  public Future<AgentHealth> health() {
    return call(
        () ->
            core.attempts(base, core.settings.retry())
                .make(
                    () ->
                        core.page(HttpSpec.get(base, HEALTH))
                            .map(
                                answer -> health(StatusErrors.usable(base, answer, UNAVAILABLE)))));
  }

  private AgentHealth health(HttpAnswer answer) {
    try {
      return AgentHealth.read(base, answer.body());
    } catch (InvalidAnswerException e) {
      throw answer.status() == HttpAnswer.OK ? e : StatusErrors.of(base, answer);
    }
  }

  /**
   * Sends a message.
   *
   * @return the agent's answer; fails with {@link RemoteErrorException} if that is an error
   */
  public Future<Envelope> send(Envelope request) {
    return send(request, CallOptions.DEFAULTS);
  }

  /** The same with options. */
  public Future<Envelope> send(Envelope request, CallOptions options) {
    OutgoingMessage message = message(request, options);
    Correlation correlation = new Correlation(base, request.id());
    return call(
        () ->
            admitted(request)
                .compose(
                    admitted ->
                        attempts(options)
                            .make(() -> transport.exchange(message).map(correlation::checked))));
  }

  /**
   * Sends several messages at once.
   *
   * @return one outcome for each, in their order; fails if the batch as such does
   * @throws IllegalArgumentException if there are none or too many, or two have the same id
   */
  public Future<List<Outcome>> batch(List<Envelope> requests) {
    Batches.check(requests, core.settings.maxBatch());
    List<OutgoingMessage> messages =
        requests.stream().map(request -> message(request, CallOptions.DEFAULTS)).toList();
    return call(
        () ->
            Future.all(requests.stream().map(this::admitted).toList())
                .compose(
                    admitted ->
                        attempts()
                            .make(
                                () ->
                                    transport
                                        .exchangeAll(messages)
                                        .map(
                                            outcomes ->
                                                Batches.checked(base, requests, outcomes)))));
  }

  /**
   * Sends a task request whose result comes in chunks.
   *
   * @return paused; ends after the last chunk and fails if it breaks off. It must be read or
   *     closed; the agent is told when it is closed
   */
  public Future<EnvelopeStream> stream(Envelope request) {
    return stream(request, CallOptions.DEFAULTS);
  }

  /** The same with options. */
  public Future<EnvelopeStream> stream(Envelope request, CallOptions options) {
    OutgoingMessage message = message(request, options);
    Correlation correlation = new Correlation(base, request.id());
    return call(
        () ->
            admitted(request)
                .compose(admitted -> attempts(options).make(() -> transport.stream(message)))
                .map(chunks -> new CorrelatedStream(core.vertx, chunks, correlation)));
  }

  /** Follows a task from its first event to its last. */
  public Future<EnvelopeStream> follow(String taskId) {
    return follow(taskId, 0);
  }

  /**
   * Follows a task. When a connection breaks, another one goes on behind the last event: none is
   * missed and none comes twice.
   *
   * @param after only events with a greater {@code extensions.sequence}
   * @return paused; ends after the {@code task.response}. It must be read or closed
   */
  public Future<EnvelopeStream> follow(String taskId, long after) {
    Attempts patient = core.attempts(base, core.settings.resume());
    return call(
        () ->
            attempts()
                .make(() -> transport.follow(taskId, after))
                .map(
                    events ->
                        new FollowStream(
                            core.vertx,
                            base,
                            events,
                            after,
                            patient,
                            last ->
                                core.circuit(base).guard(() -> transport.follow(taskId, last)))));
  }

  /** Looks at a task. */
  public Future<TaskView> task(String taskId) {
    return call(() -> attempts().make(() -> transport.task(taskId)));
  }

  /**
   * Asks an agent to stop a task.
   *
   * @param agent who runs it
   * @param reason for people
   * @return the answer: a task response with the state in which the task is now
   */
  public Future<Envelope> cancel(AgentUrn agent, String taskId, @Nullable String reason) {
    return send(Envelope.of(core.sender, agent, new TaskCancel(taskId, reason)));
  }

  /** Gives up all connections, also those of clients made by {@link #at}. */
  public Future<Void> close() {
    return Calls.on(core.vertx, core::close);
  }

  /** What runs with a revoked agent may still be stopped. */
  private Future<Void> admitted(Envelope request) {
    return request.payload() instanceof TaskCancel
        ? Future.succeededFuture()
        : core.admit(request.recipient());
  }

  private Attempts attempts(CallOptions options) {
    RetryPolicy retry = core.settings.retry();
    return core.attempts(base, options.limit().map(retry::within).orElse(retry));
  }

  private Attempts attempts() {
    return core.attempts(base, core.settings.retry());
  }

  private <T> Future<T> call(Supplier<Future<T>> begin) {
    return Calls.on(
        core.vertx,
        () -> {
          core.checkOpen();
          return begin.get();
        });
  }

  private OutgoingMessage message(Envelope request, CallOptions options) {
    String key =
        options
            .idempotencyKey()
            .or(() -> chosen(request).filter(CallOptions::isKey))
            .orElseGet(Ids::next);
    return new OutgoingMessage(request, key, options.timeout().orElse(core.settings.timeout()));
  }

  /** What the program has written into the request itself. */
  private static Optional<String> chosen(Envelope request) {
    return Stream.of(request.payload())
        .filter(TaskRequest.class::isInstance)
        .map(payload -> ((TaskRequest) payload).config())
        .filter(config -> config != null && config.idempotencyKey() != null)
        .map(TaskConfig::idempotencyKey)
        .findFirst();
  }
}
