package dev.roost.launcher.check;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A way to break a rule.
 *
 * @param check the check that notices
 * @param what what the peer does
 * @param alsoFailed other checks that look at the same thing, or at what depends on it
 * @param notChecked checks that need one of those
 * @param spoil makes a peer that keeps all rules do it
 */
record Fault(
    String check,
    String what,
    List<String> alsoFailed,
    List<String> notChecked,
    BiFunction<TestingRequest, TestingAnswer, TestingAnswer> spoil) {

  /** A peer that changes its answer to some requests. */
  static Fault of(
      String check,
      String what,
      Predicate<TestingRequest> when,
      UnaryOperator<TestingAnswer> change) {
    return new Fault(
        check,
        what,
        List.of(),
        List.of(),
        (request, answer) -> when.test(request) ? change.apply(answer) : answer);
  }

  Fault alsoFails(String... checks) {
    return new Fault(check, what, List.of(checks), notChecked, spoil);
  }

  Fault leavesUnchecked(String... checks) {
    return new Fault(check, what, alsoFailed, List.of(checks), spoil);
  }

  @Override
  public String toString() {
    return check + ": " + what;
  }
}
