package dev.roost.launcher.check;

import dev.roost.launcher.check.Outcome.Failed;
import dev.roost.launcher.check.Outcome.NotApplicable;
import dev.roost.launcher.check.Outcome.NotChecked;
import dev.roost.launcher.check.Outcome.Passed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts checks to a peer, each once, and before them those that they need. */
public final class CheckRun {
  private final Peer peer;
  private final Map<String, Outcome> outcomes = new HashMap<>();

  /** For {@code peer}. */
  public CheckRun(Peer peer) {
    this.peer = peer;
  }

  /**
   * Tries {@code checks} in their order.
   *
   * @throws UnreachableException if nothing can be asked there
   */
  public Report run(List<Check> checks) {
    peer.reach();
    return new Report(
        peer.root(), checks.stream().map(check -> new Result(check, outcome(check))).toList());
  }

  private Outcome outcome(Check check) {
    Outcome known = outcomes.get(check.name());
    if (known != null) {
      return known;
    }
    Outcome found = hindrance(check).orElseGet(() -> ask(check));
    outcomes.put(check.name(), found);
    return found;
  }

  private Optional<Outcome> hindrance(Check check) {
    for (Check need : check.needs()) {
      Outcome outcome = outcome(need);
      if (outcome instanceof Failed) {
        return Optional.of(new NotChecked("not asked, since " + need.name() + " failed"));
      } else if (!(outcome instanceof Passed)) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }

  private Outcome ask(Check check) {
    try {
      return new Passed(peer.discreet(check.question().ask(peer)));
    } catch (UnmetException e) {
      return new Failed(discreet(e.finding(check.advice())));
    } catch (NotApplicableException e) {
      return new NotApplicable(peer.discreet(e.reason()));
    }
  }

  private Finding discreet(Finding finding) {
    return new Finding(
        finding.where(),
        peer.discreet(finding.expected()),
        peer.discreet(finding.came()),
        finding.advice());
  }
}
