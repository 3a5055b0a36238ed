package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.spi.Outcome;
import java.util.List;

/** What holds for batches. */
final class Batches {
  private Batches() {}

  static void check(List<Envelope> requests, int max) {
    if (requests.isEmpty() || requests.size() > max) {
      throw new IllegalArgumentException(
          "a batch has 1 to " + max + " messages, not " + requests.size());
    }
    if (requests.stream().map(Envelope::id).distinct().count() < requests.size()) {
      throw new IllegalArgumentException("two messages of a batch have the same id");
    }
  }

  static List<Outcome> checked(String baseUrl, List<Envelope> requests, List<Outcome> outcomes) {
    for (int i = 0; i < requests.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Answered answered) {
        new Correlation(baseUrl, requests.get(i).id()).checked(answered.envelope());
      }
    }
    return outcomes;
  }
}
