package dev.roost.launcher.check;

import dev.roost.launcher.check.TestingAnswer.Manner;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ways to break the rules of what becomes of a task. */
final class TaskFaults {
  private static final Predicate<TestingRequest> STATE =
      request -> request.conversation().equals("conv_compliance_state_01");
  private static final Predicate<TestingRequest> SLA =
      request -> request.conversation().equals("conv_compliance_sla_01");

  private TaskFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
                "state_agent_reachable",
                "closes the connection",
                STATE,
                answer -> answer.manner(Manner.CLOSED))
            .leavesUnchecked(
                "state_agent_response",
                "state_task_response",
                "state_terminal_status",
                "state_observed_compliance",
                "answer_correlation_invented"),
        Fault.of("state_agent_response", "fails", STATE, answer -> answer.status(500))
            .leavesUnchecked(
                "state_task_response",
                "state_terminal_status",
                "state_observed_compliance",
                "answer_correlation_invented"),
        Fault.of("state_agent_response", "breaks off", STATE, answer -> answer.manner(Manner.CUT))
            .leavesUnchecked(
                "state_task_response",
                "state_terminal_status",
                "state_observed_compliance",
                "answer_correlation_invented"),
        noTaskResponse("has a member of its own", "\"status\"", "\"color\":1,\"status\""),
        noTaskResponse("answers by a message", "task.response", "message.send"),
        noTaskResponse("has a state of its own", "\"completed\"", "\"done\""),
        noTaskResponse("has no envelope", "\"envelope\"", "\"message\""),
        Fault.of("state_terminal_status", "is still at it", STATE, status("working"))
            .alsoFails("state_observed_compliance"),
        Fault.of("state_observed_compliance", "has not begun", STATE, status("submitted"))
            .alsoFails("state_terminal_status"),
        Fault.of(
            "sla_progress_schema",
            "does not know the form of updates",
            request -> request.envelope().getString("payload_type", "").equals("task.update"),
            answer -> answer.body(TestingErrors.of(-32602, "Invalid params"))),
        Fault.of(
                "sla_task_timeout",
                "answers by an error",
                SLA,
                answer -> answer.body(TestingErrors.of(-32603, "Internal error")))
            .leavesUnchecked("sla_task_terminal_status"),
        Fault.of("sla_task_terminal_status", "is still at it", SLA, status("working")),
        Fault.of(
            "answer_correlation_invented",
            "answers nothing in particular",
            STATE,
            answer ->
                answer.change(
                    rpc -> {
                      envelope(rpc).remove("correlation_id");
                      return rpc;
                    })));
  }

  private static Fault noTaskResponse(String what, String part, String replacement) {
    return Fault.of("state_task_response", what, STATE, answer -> answer.replace(part, replacement))
        .leavesUnchecked(
            "state_terminal_status", "state_observed_compliance", "answer_correlation_invented");
  }

  private static UnaryOperator<TestingAnswer> status(String status) {
    return answer -> answer.replace("\"completed\"", "\"" + status + "\"");
  }

  private static JsonObject envelope(JsonObject rpc) {
    return rpc.getJsonObject("result").getJsonObject("envelope");
  }
}
