package dev.roost.protocol;

import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Set;

/** The states of a task and the steps between them. */
public enum TaskStatus implements WireName {
  /** Accepted, not yet started. */
  SUBMITTED("submitted"),
  /** Running. */
  WORKING("working"),
  /** Ended with a result. */
  COMPLETED("completed"),
  /** Ended with an error. */
  FAILED("failed"),
  /** Ended because somebody asked for it. */
  CANCELLED("cancelled"),
  /** Waiting for an answer from the caller. */
  INPUT_REQUIRED("input_required");

  private final String wireName;

  TaskStatus(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  /** The states that may follow this one; none of them is the state itself. */
  public Set<TaskStatus> next() {
    return switch (this) {
      case SUBMITTED -> EnumSet.of(WORKING, CANCELLED);
      case WORKING -> EnumSet.of(COMPLETED, FAILED, CANCELLED, INPUT_REQUIRED);
      case INPUT_REQUIRED -> EnumSet.of(WORKING, CANCELLED);
      case COMPLETED, FAILED, CANCELLED -> EnumSet.noneOf(TaskStatus.class);
    };
  }

  /** Says whether a task may go from this state to {@code target}. */
  public boolean mayBecome(TaskStatus target) {
    return next().contains(target);
  }

  /** Says whether nothing can follow this state. */
  public boolean isTerminal() {
    return next().isEmpty();
  }

  /**
   * The step to {@code target}.
   *
   * @return {@code target}
   * @throws AsapException -32000 {@code asap:protocol/invalid_state} with {@code from_state} and
   *     {@code to_state}, if the step is illegal
   */
  public TaskStatus to(TaskStatus target) {
    if (!mayBecome(target)) {
      throw AsapException.of(
          ErrorCode.INVALID_STATE,
          "Invalid transition from '" + wireName + "' to '" + target.wireName + "'",
          new JsonObject().put("from_state", wireName).put("to_state", target.wireName));
    }
    return target;
  }
}
