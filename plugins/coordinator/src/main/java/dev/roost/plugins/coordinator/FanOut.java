package dev.roost.plugins.coordinator;

import dev.roost.agent.AskedTask;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * One task, passed on to several agents at once. Used on the coordinator's context. When the task
 * is cancelled, the platform cancels those that were asked for.
 */
final class FanOut {
  /** Of the time that there is, what is kept for joining what has come. */
  private static final int RESERVE_DIVISOR = 10;

  private static final long MAX_RESERVE_MILLIS = 2_000;
  private static final double WHOLE = 100;

  private final Vertx vertx;
  private final TaskContext task;
  private final Order order;
  private final List<AgentUrn> agents;
  private final List<AskedTask> asked = new ArrayList<>();
  private final Map<AgentUrn, Answer> answers = new HashMap<>();
  private final Promise<JsonObject> joined = Promise.promise();

  FanOut(Vertx vertx, TaskContext task, Order order, List<AgentUrn> agents) {
    this.vertx = vertx;
    this.task = task;
    this.order = order;
    this.agents = agents;
  }

  /** Asks them all; answers what they answer, joined. */
  Future<JsonObject> begin() {
    agents.forEach(agent -> asked.add(task.ask(agent, order.skill(), order.input())));
    asked.forEach(one -> one.result().onComplete(done -> hear(one.agent(), done)));
    task.cancellation()
        .onSuccess(asking -> joined.tryFail(new CancellationException("the task was cancelled")));
    long timer = vertx.setTimer(patience(), tick -> giveUp());
    return joined.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private long patience() {
    long left = task.remaining().toMillis();
    return Math.max(1, left - Math.min(MAX_RESERVE_MILLIS, left / RESERVE_DIVISOR));
  }

  private void hear(AgentUrn agent, AsyncResult<JsonObject> done) {
    if (joined.future().isComplete()) {
      return;
    }
    answers.put(
        agent, done.succeeded() ? new Answer.Done(done.result()) : Answer.failed(done.cause()));
    task.progress(
        WHOLE * answers.size() / agents.size(),
        answers.size() + " of " + agents.size() + " agents have answered");
    if (answers.size() == agents.size() || order.firstOnly() && done.succeeded()) {
      end();
    }
  }

  /** The time is over: what has not come is said to be too late, so that the rest is not lost. */
  private void giveUp() {
    cancelRest();
    agents.forEach(agent -> answers.computeIfAbsent(agent, Answer::tooLate));
    end();
  }

  private void end() {
    JsonObject result = result();
    if (order.firstOnly() && result.getInteger("succeeded") == 0) {
      joined.tryFail(
          AsapException.of(
              ErrorCode.REMOTE_ERROR,
              "None of the " + agents.size() + " agents has done it",
              result));
    } else {
      joined.tryComplete(result);
    }
    cancelRest();
  }

  private void cancelRest() {
    asked.stream().filter(one -> !answers.containsKey(one.agent())).forEach(AskedTask::cancel);
  }

  /** The answers that have come, in the order of the agents. */
  private JsonObject result() {
    JsonArray results = new JsonArray();
    agents.stream()
        .filter(answers::containsKey)
        .forEach(agent -> results.add(answers.get(agent).toJson(agent)));
    long failed = answers.values().stream().filter(Answer.Failed.class::isInstance).count();
    return new JsonObject()
        .put("skill", order.skill())
        .put("succeeded", answers.size() - (int) failed)
        .put("failed", (int) failed)
        .put("results", results);
  }
}
