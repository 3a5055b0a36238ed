package dev.roost.client.oauth;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sessions that end with the program. */
public final class MemoryTokenStore implements TokenStore {
  private final Turns turns = new Turns();
  private List<Session> sessions = List.of();

  @Override
  public synchronized Future<List<Session>> sessions() {
    return Future.succeededFuture(sessions);
  }

  @Override
  public synchronized Future<List<Session>> change(Function<List<Session>, List<Session>> change) {
    sessions = List.copyOf(change.apply(sessions));
    return Future.succeededFuture(sessions);
  }

  @Override
  public <T> Future<T> alone(Supplier<Future<T>> work) {
    return turns.take(work);
  }
}
