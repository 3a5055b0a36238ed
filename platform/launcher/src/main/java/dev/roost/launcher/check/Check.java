package dev.roost.launcher.check;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One rule, and the question that tries it.
 *
 * @param category what it is about
 * @param name the harness' name for it, or ours
 * @param asks the rule, for people
 * @param advice what to do where it is broken
 * @param needs checks without whose success this one says nothing
 * @param question tries the rule
 */
public record Check(
    Category category,
    String name,
    String asks,
    String advice,
    List<Check> needs,
    Question question) {

  /** Refuses missing parts and copies the list. */
  public Check {
    requireNonNull(category, "category");
    requireNonNull(name, "name");
    requireNonNull(asks, "asks");
    requireNonNull(advice, "advice");
    needs = List.copyOf(needs);
    requireNonNull(question, "question");
  }

  /** Tries a rule on a peer. */
  @FunctionalInterface
  public interface Question {
    /**
     * Asks the peer.
     *
     * @return what there is to say of a peer that keeps the rule
     * @throws UnmetException if it does not
     * @throws NotApplicableException if the rule is not about such a peer
     */
    String ask(Peer peer);
  }

  @Override
  public String toString() {
    return name;
  }
}
