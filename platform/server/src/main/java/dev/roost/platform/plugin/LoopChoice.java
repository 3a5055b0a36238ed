package dev.roost.platform.plugin;

import dev.roost.platform.discovery.BindingLoops;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Says on which event loops the instances of an agent may run. */
final class LoopChoice {
  private final BindingLoops bindings;
  private final List<EventExecutor> all;
  private final Set<Thread> avoided = ConcurrentHashMap.newKeySet();

  LoopChoice(Vertx vertx, BindingLoops bindings) {
    this.bindings = bindings;
    this.all = EventLoops.executors(vertx);
  }

  int count() {
    return all.size();
  }

  /** Keeps instances off a loop that does not come back. */
  void avoid(Thread loop) {
    avoided.add(loop);
  }

  /** Where an instance may run. */
  interface Place extends Predicate<Thread> {}

  /** One place for each instance that is to be deployed. */
  List<Place> places(AgentSettings settings, boolean stateless) {
    int wanted = settings.instances() == null ? (stateless ? 0 : 1) : settings.instances();
    if (settings.threading() != Threading.EVENT_LOOP) {
      return repeat(thread -> true, Math.max(1, wanted));
    }
    Set<Thread> carrying = bindings.threads();
    if (wanted == 0 && !carrying.isEmpty()) {
      List<Place> each = new ArrayList<>();
      carrying.stream()
          .filter(loop -> !avoided.contains(loop))
          .forEach(loop -> each.add(thread -> thread == loop));
      return each.isEmpty() ? repeat(thread -> true, 1) : each;
    }
    Set<Thread> unwanted = new HashSet<>(carrying);
    unwanted.addAll(avoided);
    boolean othersExist = unwanted.size() < all.size();
    return repeat(
        thread -> othersExist ? !unwanted.contains(thread) : !avoided.contains(thread),
        Math.max(1, wanted));
  }

  private static List<Place> repeat(Place place, int times) {
    return Collections.nCopies(times, place);
  }
}
