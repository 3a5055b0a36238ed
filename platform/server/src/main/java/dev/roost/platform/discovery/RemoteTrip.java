package dev.roost.platform.discovery;

import dev.roost.agent.Assignment;
import dev.roost.platform.task.GuestTask;
import dev.roost.platform.task.GuestTasks;
import dev.roost.platform.task.LiveTask;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;

/** What goes along with a task to another node. */
final class RemoteTrip {
  /** Where the task lives. */
  static final String NODE = "node";

  private static final String OWNER = "owner";
  private static final String DEPTH = "depth";

  private RemoteTrip() {}

  static DeliveryOptions options(long timeout, String node, LiveTask call) {
    return new DeliveryOptions()
        .setSendTimeout(timeout)
        .addHeader(NODE, node)
        .addHeader(OWNER, call.owner())
        .addHeader(DEPTH, Integer.toString(call.depth()));
  }

  static GuestTask enter(GuestTasks guests, Message<Assignment> message, String home) {
    return guests.enter(
        message.body(),
        home,
        message.headers().get(OWNER),
        Integer.parseInt(message.headers().get(DEPTH)));
  }
}
