package dev.roost.platform.plugin;

import dev.roost.agent.Assignment;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskCancel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** Asks an instance whether it listens: it is told to cancel a task that it does not have. */
final class Probe {
  private static final AgentUrn PLATFORM = AgentUrn.of("urn:asap:agent:roost");
  private static final String TASK = "task_probe";

  private Probe() {}

  static Future<Void> check(Vertx vertx, String address, long millis) {
    Envelope cancel = Envelope.of(PLATFORM, PLATFORM, new TaskCancel(TASK, null));
    Assignment assignment = new Assignment(TASK, cancel, System.currentTimeMillis() + millis, 1);
    DeliveryOptions options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(millis);
    return vertx
        .eventBus()
        .request(address, assignment, options)
        .transform((answer, failure) -> failure == null ? alive() : judge(address, failure));
  }

  /** A refusal is an answer. */
  private static Future<Void> judge(String address, Throwable failure) {
    return failure instanceof ReplyException reply
            && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
        ? alive()
        : Future.failedFuture(
            new PluginException("nobody answers on " + address + ": " + failure.getMessage()));
  }

  private static Future<Void> alive() {
    return Future.succeededFuture();
  }
}
