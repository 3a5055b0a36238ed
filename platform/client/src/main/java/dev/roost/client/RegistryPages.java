package dev.roost.client;

import dev.roost.client.registry.LiteRegistry;
import dev.roost.client.registry.RegistryReader;
import dev.roost.client.registry.RevocationList;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.InvalidMessageException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the pages of registries, long ones on a thread that may be busy. */
final class RegistryPages {
  private static final int SHORT_BYTES = 16 * 1024;
  private static final int MAX_LOGGED = 10;
  private static final Logger LOG = LoggerFactory.getLogger(RegistryPages.class);

  private final Vertx vertx;

  RegistryPages(Vertx vertx) {
    this.vertx = vertx;
  }

  Future<LiteRegistry> registry(String url, Buffer body) {
    return read(url, body, "no registry", RegistryReader::registry)
        .onSuccess(registry -> tell(url, registry));
  }

  Future<RevocationList> revocations(String url, Buffer body) {
    return read(url, body, "no list of revoked agents", RegistryReader::revocations);
  }

  private <T> Future<T> read(String url, Buffer body, String fault, Function<Buffer, T> reader) {
    Callable<T> reading =
        () -> {
          try {
            return reader.apply(body);
          } catch (InvalidJsonException | InvalidMessageException | IllegalArgumentException e) {
            throw new InvalidAnswerException(url, "it is " + fault + ": " + e.getMessage());
          }
        };
    return body.length() > SHORT_BYTES
        ? vertx.executeBlocking(reading, false)
        : Future.future(promise -> promise.complete(called(reading)));
  }

  private static <T> T called(Callable<T> reading) {
    try {
      return reading.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void tell(String url, LiteRegistry registry) {
    registry.leftOut().stream()
        .limit(MAX_LOGGED)
        .forEach(
            entry ->
                LOG.atWarn()
                    .addKeyValue("registry", url)
                    .addKeyValue("entry", entry.index())
                    .addKeyValue("reason", entry.reason())
                    .log("An entry of a registry is left out"));
  }
}
