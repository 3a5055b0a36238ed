package dev.roost.client;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Manifest;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link AsapClient} for threads that may wait: plain ones, workers, and virtual threads. Event
 * loops may not. Closing it closes the client.
 */
public final class BlockingAsapClient implements AutoCloseable {
  private final AsapClient client;
  private final ClientCore core;

  BlockingAsapClient(AsapClient client, ClientCore core) {
    this.client = client;
    this.core = core;
  }

  /** {@link AsapClient#connectWs()}. */
  public BlockingAsapClient connectWs() {
    return new BlockingAsapClient(await(client::connectWs), core);
  }

  /** {@link AsapClient#discover()}. */
  public Manifest discover() {
    return await(client::discover);
  }

  /** {@link AsapClient#discover(String)}. */
  public Manifest discover(String baseUrl) {
    return await(() -> client.discover(baseUrl));
  }

  /** {@link AsapClient#health()}. */
  public AgentHealth health() {
    return await(client::health);
  }

  /** {@link AsapClient#send(Envelope)}. */
  public Envelope send(Envelope request) {
    return await(() -> client.send(request));
  }

  /** {@link AsapClient#send(Envelope, CallOptions)}. */
  public Envelope send(Envelope request, CallOptions options) {
    return await(
        () -> client.send(request, options), options.timeout().orElse(core.settings.timeout()));
  }

  /** {@link AsapClient#batch(List)}. */
  public List<Outcome> batch(List<Envelope> requests) {
    return await(() -> client.batch(requests));
  }

  /** {@link AsapClient#stream(Envelope)}. */
  public BlockingStream stream(Envelope request) {
    return await(() -> client.stream(request).map(this::blocking));
  }

  /** {@link AsapClient#follow(String)}. */
  public BlockingStream follow(String taskId) {
    return follow(taskId, 0);
  }

  /** {@link AsapClient#follow(String, long)}. */
  public BlockingStream follow(String taskId, long after) {
    return await(() -> client.follow(taskId, after).map(this::blocking));
  }

  private BlockingStream blocking(EnvelopeStream stream) {
    return new BlockingStream(client.baseUrl(), stream, core.settings.resume().total());
  }

  /** {@link AsapClient#task(String)}. */
  public TaskView task(String taskId) {
    return await(() -> client.task(taskId));
  }

  /** {@link AsapClient#cancel(AgentUrn, String, String)}. */
  public Envelope cancel(AgentUrn agent, String taskId, @Nullable String reason) {
    return await(() -> client.cancel(agent, taskId, reason));
  }

  /** {@link AsapClient#close()}. */
  @Override
  public void close() {
    await(client::close);
  }

  private <T> T await(Supplier<Future<T>> begin) {
    return await(begin, core.settings.timeout());
  }

  /** Every call has times of its own; this one is the last resort. */
  private <T> T await(Supplier<Future<T>> begin, Duration attempt) {
    refuseEventLoops();
    CompletableFuture<T> outcome = new CompletableFuture<>();
    ((VertxInternal) core.vertx)
        .createEventLoopContext()
        .runOnContext(
            turn -> begin.get().onComplete(outcome::complete, outcome::completeExceptionally));
    Duration limit = core.settings.retry().total().plus(attempt.multipliedBy(2));
    try {
      return outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } catch (TimeoutException e) {
      throw new AnswerTimeoutException(client.baseUrl(), limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException(e);
    }
  }

  private static void refuseEventLoops() {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException(
          "an event loop must not wait; use AsapClient itself, or another thread");
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    return failure instanceof RuntimeException known
        ? known
        : new IllegalStateException("a call failed", failure);
  }
}
