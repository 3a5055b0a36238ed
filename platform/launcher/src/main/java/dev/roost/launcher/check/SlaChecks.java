package dev.roost.launcher.check;

import static dev.roost.launcher.check.Category.SLA;

import dev.roost.protocol.RpcError;
import java.util.List;

/** That a task ends in time, as the package {@code asap-compliance} asks for it. */
final class SlaChecks {
  /**
   * The harness asks this of its own library only. Here the peer is asked: it need not handle the
   * update, but must know its form.
   */
  static final Check PROGRESS_SCHEMA =
      new Check(
          SLA,
          "sla_progress_schema",
          "A TaskUpdate with progress is not taken for malformed.",
          "take task.update with a free object as progress, even if nothing handles it",
          List.of(),
          SlaChecks::progress);

  static final Check TASK_TIMEOUT =
      new Check(
          SLA,
          "sla_task_timeout",
          "A task is answered by a TaskResponse in time.",
          "answer sooner, or give it more time by --timeout",
          List.of(),
          SlaChecks::inTime);

  static final Check TERMINAL_STATUS =
      new Check(
          SLA,
          "sla_task_terminal_status",
          "A task that is answered in time has come to its end.",
          "answer when the task is at its end",
          List.of(TASK_TIMEOUT),
          peer -> StateChecks.expectTerminal(peer.slaTask()));

  private SlaChecks() {}

  static List<Check> all() {
    return List.of(PROGRESS_SCHEMA, TASK_TIMEOUT, TERMINAL_STATUS);
  }

  private static String progress(Peer peer) {
    Answer answer = peer.send(peer.requests().progress()).expectStatus(200);
    if (Rpc.hasCode(answer.object(), RpcError.INVALID_PARAMS)) {
      throw answer.unmet("a TaskUpdate to be understood", Rpc.words(answer.object()));
    }
    return "understood";
  }

  private static String inTime(Peer peer) {
    Strict.taskResponse(peer.slaTask().expectStatus(200));
    return "in time";
  }
}
