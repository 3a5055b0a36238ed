package dev.roost.platform.task;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.MessageSend;
import dev.roost.protocol.Role;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskEvent;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever threads do with a task at once, what each of them sees can be explained by one order of
 * their steps. The steps themselves are the operations; Lincheck makes the threads. In the chaos
 * tier, since it rewrites every class of its virtual machine, which takes minutes among many tests.
 */
@Tag("chaos")
public class TaskCourseInterleavingTest {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");
  private static final int FEWEST_SCENARIOS = 5;
  private static final int SCENARIOS = 25;
  private static final int RUNS_OF_EACH = 4_000;

  private final TaskCourse course = new TaskCourse("task_1", new LogBudget(LogBudget.SHIPPED));

  /** The agent takes the task. */
  @Operation
  public String begin() {
    return step(course::begin);
  }

  /** The agent asks. */
  @Operation
  public String requireInput() {
    TaskUpdate question =
        new TaskUpdate("task_1", UpdateType.INPUT_REQUIRED, TaskStatus.INPUT_REQUIRED, null, null);
    return step(() -> course.requireInput(question));
  }

  /** The caller answers. */
  @Operation
  public String resume() {
    return step(() -> course.resume(new MessageSend("task_1", "msg", "me", Role.USER, List.of())));
  }

  /** The agent streams. */
  @Operation
  public String chunk() {
    return step(() -> course.chunk(new TaskStream("x", null, false, null)));
  }

  /** The agent is done. */
  @Operation
  public boolean complete() {
    return end(TaskStatus.COMPLETED);
  }

  /** The agent has failed. */
  @Operation
  public boolean fail() {
    return end(TaskStatus.FAILED);
  }

  /** The caller has cancelled. */
  @Operation
  public boolean cancel() {
    return end(TaskStatus.CANCELLED);
  }

  /** Somebody looks. */
  @Operation
  public String status() {
    return course.status().wireName();
  }

  /** Somebody reads the log. */
  @Operation
  public String log() {
    StringBuilder told = new StringBuilder();
    for (TaskEvent event : course.events()) {
      told.append(event.sequence()).append(event.payload().getClass().getSimpleName()).append(' ');
    }
    return told.toString();
  }

  private static String step(Runnable step) {
    return refusal(
        () -> {
          step.run();
          return "done";
        });
  }

  private static String refusal(Callable<String> step) {
    try {
      return step.call();
    } catch (AsapException e) {
      return e.getMessage();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean end(TaskStatus last) {
    TaskResponse response = new TaskResponse("task_1", last, null, null, null);
    Envelope request =
        new Envelope(
            "env",
            "0.1",
            null,
            AGENT,
            AGENT,
            "task.request",
            new TaskRequest("c", null, "s", new JsonObject(), null),
            null,
            null,
            false,
            null);
    return course.end(last, new Outcome.Answered(request.reply(AGENT, response)), response);
  }

  @Test
  void everyInterleavingIsOneOrderOfSteps() {
    double scale = Double.parseDouble(System.getProperty("chaos.scale", "1"));
    new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .iterations(Math.max(FEWEST_SCENARIOS, (int) (SCENARIOS * scale)))
        .invocationsPerIteration(RUNS_OF_EACH)
        .check(TaskCourseInterleavingTest.class);
  }
}
