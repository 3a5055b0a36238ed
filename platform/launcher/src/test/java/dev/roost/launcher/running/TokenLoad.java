package dev.roost.launcher.running;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** Callers that show their tokens in turn without a rest, and what they are answered. */
final class TokenLoad implements AutoCloseable {
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> served = new ConcurrentHashMap<>();
  private final List<Thread> callers = new ArrayList<>();
  private final Call call;
  private volatile boolean ended;

  private TokenLoad(Call call) {
    this.call = call;
  }

  /** A request with a token. */
  @FunctionalInterface
  interface Call {
    /** Its status. */
    int status(String token) throws Exception;
  }

  static TokenLoad start(int callers, Call call, String token) {
    TokenLoad load = new TokenLoad(call);
    load.add(token);
    for (int i = 0; i < callers; i++) {
      Thread caller = new Thread(load::call, "caller-" + i);
      load.callers.add(caller);
      caller.start();
    }
    return load;
  }

  private void call() {
    for (int turn = 0; !ended; turn++) {
      String token = tokens.get(turn % tokens.size());
      int status = status(token);
      statuses.computeIfAbsent(status, any -> new LongAdder()).increment();
      served.computeIfAbsent(token, any -> new LongAdder()).increment();
    }
  }

  /** A call without an answer counts as status 0. */
  private int status(String token) {
    try {
      return call.status(token);
    } catch (Exception e) {
      return 0;
    }
  }

  /** Has a token shown as well from now on. */
  void add(String token) {
    tokens.add(token);
  }

  /** Waits for so many answers more. */
  void awaitMore(long answers) throws Exception {
    long before = count();
    Eventually.until(() -> count() >= before + answers);
  }

  private long count() {
    return statuses.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** How often each status came. */
  Map<Integer, LongAdder> statuses() {
    return statuses;
  }

  /** How often a token was answered. */
  long served(String token) {
    return served.getOrDefault(token, new LongAdder()).sum();
  }

  @Override
  public void close() {
    ended = true;
    callers.forEach(TokenLoad::join);
  }

  private static void join(Thread caller) {
    try {
      caller.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
