package dev.roost.launcher.check;

import dev.roost.spi.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Exchanges with a peer, each bounded in time and size. Redirects are not followed, as the
 * protocol's clients do not follow them. A peer that is asked too fast (429) is asked again after
 * the time it names, as long as there is patience left; a second time too, since a batch may find
 * room for its first request only.
 */
final class PeerHttp {
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int MAX_WAITS = 2;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final URI root;
  private final Duration timeout;
  private final Optional<Secret> token;
  private final HttpClient client;
  private Duration patience = PATIENCE;

  PeerHttp(PeerOptions options) {
    this.root = options.root();
    this.timeout = options.timeout();
    this.token = options.token();
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
            .build();
  }

  /** Fetches the page {@code path} below the root; {@code headers} are names and values. */
  Answer get(String path, String... headers) {
    return send("GET " + path, request(path, headers).GET().build());
  }

  /** Posts without credentials. */
  Answer post(String path) {
    return send("POST " + path, request(path).POST(BodyPublishers.noBody()).build());
  }

  /** Posts a message, with the token if there is one. */
  Answer message(String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        request(path, headers)
            .setHeader("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    token.ifPresent(secret -> request.setHeader("Authorization", "Bearer " + secret.reveal()));
    return send("POST " + path, request.build());
  }

  /**
   * Looks whether anything answers at all.
   *
   * @throws UnreachableException if not
   */
  void reach() {
    try {
      begin(request("/").GET().build()).end(Ending.WHOLE);
    } catch (ExecutionException e) {
      throw unreachable(Silence.words(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw unreachable("no answer within " + timeout.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private UnreachableException unreachable(String came, Throwable cause) {
    return new UnreachableException(
        "No agent can be asked at "
            + root
            + ": there is "
            + came
            + ". Is it running, and is that its address?",
        cause);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path)).setHeader("Accept", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  private Answer send(String where, HttpRequest request) {
    Answer answer = exchange(where, request);
    for (int waits = 0; waits < MAX_WAITS && answer.status() == TOO_MANY_REQUESTS; waits++) {
      Duration wait = RetryAfter.of(answer.header("Retry-After"), Instant.now());
      if (wait.compareTo(LONGEST_WAIT) > 0 || wait.compareTo(patience) > 0) {
        return answer;
      }
      patience = patience.minus(wait);
      pause(wait);
      answer = exchange(where, request);
    }
    return answer;
  }

  private Answer exchange(String where, HttpRequest request) {
    long begun = System.nanoTime();
    try {
      BoundedBody body = begin(request);
      Ending ending = body.await(timeout.minusNanos(System.nanoTime() - begun));
      return new Answer(
          where, body.head().statusCode(), body.head().headers(), body.bytes(), ending);
    } catch (ExecutionException e) {
      throw new UnmetException(where, "an answer", Silence.words(e.getCause()));
    } catch (TimeoutException e) {
      throw new UnmetException(where, "an answer", "none within " + timeout.toSeconds() + " s");
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Sends a request and waits for the head of the answer. */
  private BoundedBody begin(HttpRequest request)
      throws ExecutionException, TimeoutException, InterruptedException {
    AtomicReference<BoundedBody> begun = new AtomicReference<>();
    CompletableFuture<?> head =
        client.sendAsync(
            request,
            info -> {
              begun.set(new BoundedBody(info));
              return begun.get();
            });
    try {
      head.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      head.cancel(true);
      if (begun.get() == null) {
        throw e;
      }
      begun.get().brokenOff();
    }
    return begun.get();
  }

  private static void pause(Duration wait) {
    try {
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static UnreachableException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new UnreachableException("Interrupted while waiting for the agent", cause);
  }
}
