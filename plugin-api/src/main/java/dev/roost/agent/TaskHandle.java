package dev.roost.agent;

import dev.roost.protocol.Envelope;

/** How the platform reaches a task that an agent runs. Any thread may call it. */
public interface TaskHandle {
  /** Tells the skill that nobody waits for its result any more. */
  void cancel();

  /** Hands the skill the answer that it is waiting for: an envelope with a message. */
  void deliver(Envelope message);
}
