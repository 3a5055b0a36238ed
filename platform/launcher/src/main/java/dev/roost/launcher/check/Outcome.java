package dev.roost.launcher.check;

/** What came of a check. */
public sealed interface Outcome {
  /** For people. */
  String message();

  /** For programs: one word. */
  String label();

  /** Says whether the check says something of the peer, for or against it. */
  default boolean counts() {
    return this instanceof Passed || this instanceof Failed;
  }

  /** The rule is kept. */
  record Passed(String message) implements Outcome {
    @Override
    public String label() {
      return "passed";
    }
  }

  /** The rule is broken. */
  record Failed(Finding finding) implements Outcome {
    @Override
    public String message() {
      return finding.message();
    }

    @Override
    public String label() {
      return "failed";
    }
  }

  /** A check that this one needs failed, so nothing can be said. */
  record NotChecked(String message) implements Outcome {
    @Override
    public String label() {
      return "not_checked";
    }
  }

  /** The rule is not about such a peer. */
  record NotApplicable(String message) implements Outcome {
    @Override
    public String label() {
      return "not_applicable";
    }
  }
}
