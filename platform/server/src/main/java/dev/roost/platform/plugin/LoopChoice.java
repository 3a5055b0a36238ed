package dev.roost.platform.plugin;

import dev.roost.platform.discovery.BindingLoops;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Says on which event loops the instances of an agent may run. */
final class LoopChoice {
  private final BindingLoops bindings;
  private final List<EventExecutor> all;

  LoopChoice(Vertx vertx, BindingLoops bindings) {
    this.bindings = bindings;
    this.all = EventLoops.executors(vertx);
  }

  int count() {
    return all.size();
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
      carrying.forEach(loop -> each.add(thread -> thread == loop));
      return each;
    }
    boolean othersExist = carrying.size() < all.size();
    return repeat(thread -> !(othersExist && bindings.contains(thread)), Math.max(1, wanted));
  }

  private static List<Place> repeat(Place place, int times) {
    return java.util.Collections.nCopies(times, place);
  }
}
