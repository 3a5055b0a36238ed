package dev.roost.platform.ledger;

import dev.roost.spi.StateException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A store of texts that can be away. */
final class TestingUsage implements Function<List<String>, Future<?>> {
  private final List<List<String>> batches = new ArrayList<>();
  private volatile boolean away;
  private volatile boolean broken;

  void goAway() {
    away = true;
  }

  void comeBack() {
    away = false;
    broken = false;
  }

  void breakDown() {
    broken = true;
  }

  List<List<String>> batches() {
    return batches;
  }

  @Override
  public Future<?> apply(List<String> texts) {
    if (away) {
      return Future.failedFuture(StateException.readOnly("the disk is full", null));
    }
    if (broken) {
      return Future.failedFuture(new IllegalArgumentException("it cannot be written"));
    }
    batches.add(List.copyOf(texts));
    return Future.succeededFuture();
  }
}
