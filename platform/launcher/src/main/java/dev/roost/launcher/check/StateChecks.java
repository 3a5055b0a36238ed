package dev.roost.launcher.check;

import static dev.roost.launcher.check.Category.STATE;

import dev.roost.protocol.TaskStatus;
import java.util.List;

/** What becomes of a task, as the package {@code asap-compliance} asks for it. */
final class StateChecks {
  static final Check AGENT_REACHABLE =
      new Check(
          STATE,
          "state_agent_reachable",
          "A message is answered.",
          "take messages there",
          List.of(),
          peer -> "status " + peer.stateTask().status());

  static final Check AGENT_RESPONSE =
      new Check(
          STATE,
          "state_agent_response",
          "A message is answered by status 200 and JSON.",
          "answer JSON-RPC, failures too, with status 200",
          List.of(AGENT_REACHABLE),
          StateChecks::response);

  static final Check TASK_RESPONSE =
      new Check(
          STATE,
          "state_task_response",
          "A task request is answered by a TaskResponse with nothing unknown in it.",
          "answer the skill's request with a task.response; choose a skill of the agent by --skill",
          List.of(AGENT_RESPONSE),
          peer -> "task " + Excerpt.of(Strict.taskResponse(peer.stateTask()).taskId()));

  static final Check TERMINAL_STATUS =
      new Check(
          STATE,
          "state_terminal_status",
          "The task in a TaskResponse has come to its end.",
          "answer when the task is at its end",
          List.of(TASK_RESPONSE),
          peer -> expectTerminal(peer.stateTask()));

  static final Check OBSERVED_COMPLIANCE =
      new Check(
          STATE,
          "state_observed_compliance",
          "No state is seen that the task may not have.",
          "see state_terminal_status",
          List.of(TASK_RESPONSE),
          peer -> expectTerminal(peer.stateTask()));

  private StateChecks() {}

  static List<Check> all() {
    return List.of(
        AGENT_REACHABLE, AGENT_RESPONSE, TASK_RESPONSE, TERMINAL_STATUS, OBSERVED_COMPLIANCE);
  }

  static String expectTerminal(Answer answer) {
    TaskStatus status = Strict.taskResponse(answer).status();
    if (!status.isTerminal()) {
      throw answer.unmet(
          "the status completed, failed or cancelled", "the status " + status.wireName());
    }
    return status.wireName();
  }

  private static String response(Peer peer) {
    Answer answer = peer.stateTask().expectStatus(200);
    answer.json();
    return "JSON";
  }
}
