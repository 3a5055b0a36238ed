package dev.roost.platform.state.redis;

import dev.roost.platform.state.Row;
import dev.roost.platform.state.Table;
import dev.roost.spi.StateException;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commands and their answers, for threads that may wait. */
final class RedisWire {
  /** Rows of a range at one moment: key, value, key, value. */
  private static final String RANGE =
      """
      local keys = redis.call(ARGV[1], KEYS[2], ARGV[2], ARGV[3], 'LIMIT', 0, ARGV[4])
      local rows = {}
      for i, key in ipairs(keys) do
        rows[2 * i - 1] = key
        rows[2 * i] = redis.call('HGET', KEYS[1], key) or ''
      end
      return rows
      """;

  private final String prefix;
  private final Duration timeout;
  private final Function<Request, Future<Response>> sender;

  RedisWire(RedisSettings settings, Function<Request, Future<Response>> sender) {
    this.prefix = settings.prefix();
    this.timeout = settings.timeout();
    this.sender = sender;
  }

  String rows(Table table) {
    return prefix + table.label();
  }

  String keys(Table table) {
    return prefix + table.label() + ":keys";
  }

  String prefix() {
    return prefix;
  }

  @Nullable Response send(Request request) {
    return await(sender.apply(request), timeout);
  }

  static <T> T await(Future<T> answer, Duration timeout) {
    try {
      return answer
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      throw StateException.unreachable("it did not answer in " + timeout.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StateException.unreachable("the wait was interrupted", e);
    }
  }

  /** Its own errors begin with a word in capitals. */
  static StateException failure(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    String word = message.split(" ", 2)[0];
    return switch (word) {
      case "MISCONF", "OOM", "READONLY", "NOREPLICAS" -> StateException.readOnly(message, cause);
      default -> StateException.unreachable(message, cause);
    };
  }

  Optional<String> get(Table table, String key) {
    Response value = send(Request.cmd(Command.HGET).arg(rows(table)).arg(key));
    return Optional.ofNullable(value).map(Response::toString);
  }

  List<Row> range(Table table, String from, String to, int limit, boolean down) {
    Request request =
        Request.cmd(Command.EVAL)
            .arg(RANGE)
            .arg(2)
            .arg(rows(table))
            .arg(keys(table))
            .arg(down ? "ZREVRANGEBYLEX" : "ZRANGEBYLEX")
            .arg(down ? "(" + to : "[" + from)
            .arg(down ? "[" + from : "(" + to)
            .arg(limit);
    return toRows(send(request));
  }

  private static List<Row> toRows(@Nullable Response flat) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; flat != null && i + 1 < flat.size(); i += 2) {
      rows.add(new Row(flat.get(i).toString(), flat.get(i + 1).toString()));
    }
    return rows;
  }

  long count(Table table) {
    Response count = send(Request.cmd(Command.ZCARD).arg(keys(table)));
    return count == null ? 0 : count.toLong();
  }
}
