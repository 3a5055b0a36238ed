package dev.roost.platform.auth.oauth2;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Something about each of the tokens that were noted last; any thread may look and note. They are
 * in two generations: when the younger one is full, the elder is forgotten and the younger takes
 * its place.
 *
 * @param <T> what is noted
 */
public final class RecentTokens<T> {
  /** How many tokens one generation holds. */
  public static final int MAX_PER_GENERATION = 25_000;

  private volatile Generations<T> generations =
      new Generations<>(new ConcurrentHashMap<>(), Map.of());

  private record Generations<T>(Map<TokenHash, T> younger, Map<TokenHash, T> elder) {
    @Nullable T find(TokenHash hash) {
      T noted = younger.get(hash);
      return noted == null ? elder.get(hash) : noted;
    }
  }

  /** What was noted last; null if nothing was, or it is forgotten. */
  public @Nullable T find(TokenHash hash) {
    return generations.find(hash);
  }

  /** Notes something in the place of what was noted before. */
  public void note(TokenHash hash, T value) {
    room().put(hash, value);
  }

  private Map<TokenHash, T> room() {
    Generations<T> now = generations;
    return now.younger().size() < MAX_PER_GENERATION ? now.younger() : turned(now);
  }

  private synchronized Map<TokenHash, T> turned(Generations<T> full) {
    if (generations == full) {
      generations = new Generations<>(new ConcurrentHashMap<>(), full.younger());
    }
    return generations.younger();
  }
}
