package dev.roost.platform.auth.oauth2;

/** A token proves nothing. It has no stack trace and repeats nothing of the token. */
public final class TokenRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final TokenProblem problem;

  /** For that reason. */
  public TokenRefusedException(TokenProblem problem) {
    super(problem.description(), null, false, false);
    this.problem = problem;
  }

  /** The reason. */
  public TokenProblem problem() {
    return problem;
  }
}
