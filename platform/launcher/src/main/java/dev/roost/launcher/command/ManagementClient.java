package dev.roost.launcher.command;

import dev.roost.launcher.OperationFailedException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Talks to the management port of a running platform. */
public final class ManagementClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /**
   * @param base the management port, without a trailing slash
   */
  public ManagementClient(URI base) {
    this.base = base;
  }

  /** Fetches {@code path}, such as {@code /api/agents}. */
  public JsonObject get(String path) {
    return send(request(path, ANSWER).GET().build());
  }

  /** Deletes what is at {@code path}. */
  public JsonObject delete(String path) {
    return send(request(path, ANSWER).DELETE().build());
  }

  /** Posts {@code body}. */
  public JsonObject post(String path, JsonObject body) {
    return post(path, body, ANSWER);
  }

  /** Posts {@code body} and waits at most {@code limit} for the answer. */
  public JsonObject post(String path, JsonObject body, Duration limit) {
    return send(
        request(path, limit)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()))
            .build());
  }

  private HttpRequest.Builder request(String path, Duration limit) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(limit)
        .header("Accept", "application/json");
  }

  private JsonObject send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      JsonObject body = body(response);
      if (response.statusCode() / 100 == 2) {
        return body;
      }
      String detail = body.getString("detail", "HTTP status " + response.statusCode());
      throw new OperationFailedException("The platform refuses: " + detail);
    } catch (HttpTimeoutException e) {
      throw unreachable(e, "The platform at " + base + " did not answer in time");
    } catch (IOException e) {
      throw unreachable(
          e, "No platform answers at " + base + "; start one with 'roost run'" + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e, "Interrupted while waiting for the platform at " + base);
    }
  }

  private static String reason(IOException failure) {
    return failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")";
  }

  private static OperationFailedException unreachable(Exception cause, String message) {
    return new OperationFailedException(message, new JsonObject().put("message", message), cause);
  }

  private JsonObject body(HttpResponse<String> response) {
    try {
      return new JsonObject(response.body());
    } catch (DecodeException e) {
      throw unreachable(
          e, "What answers at " + base + " is not a Roost platform: it does not speak JSON");
    }
  }
}
