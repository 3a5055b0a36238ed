package dev.roost.platform.ops;

import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.platform.ledger.Ledger;
import dev.roost.platform.state.RowBackend;
import dev.roost.platform.task.LiveTasks;
import dev.roost.platform.websocket.WebSocketBinding;
import dev.roost.spi.StateBackend;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;

/** The meters of a node, and the gauges that look at its rooms. */
public final class PlatformMetrics {
  private static final double NANOS = 1e9;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final long startedNanos = System.nanoTime();

  /** With gauges of the process itself. */
  public PlatformMetrics() {
    Gauge.builder("asap.process.uptime", () -> (System.nanoTime() - startedNanos) / NANOS)
        .baseUnit("seconds")
        .description("How long the node has been running")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
  }

  /** Adds gauges of the tasks and agents. */
  public void watch(LiveTasks tasks, AgentDirectory agents) {
    Gauge.builder("roost.tasks.live", tasks, LiveTasks::size)
        .description("Tasks accepted and not yet ended")
        .register(registry);
    FunctionCounter.builder("asap.state.transitions", tasks, LiveTasks::transitions)
        .description("Steps of the state machines of tasks that have ended")
        .register(registry);
    Gauge.builder("roost.agents", agents, directory -> directory.agents().size())
        .description("Agents that can be reached from this node")
        .register(registry);
  }

  /** Adds what is kept of requests that may come again, where the database tells. */
  public void watch(StateBackend state) {
    if (!(state instanceof RowBackend rows)) {
      return;
    }
    Gauge.builder("roost.idempotency.keys", rows, RowBackend::idempotencyKeys)
        .description("Idempotency keys that are remembered")
        .register(registry);
    FunctionCounter.builder("roost.idempotency.evictions", rows, RowBackend::idempotencyEvictions)
        .description("Idempotency keys that had to be forgotten before their time")
        .register(registry);
  }

  /** Adds what is written down of calls, where it is. */
  public void watch(Ledger ledger) {
    if (ledger.config().usage()) {
      counter("roost.usage.recorded", "Events of usage written", ledger, Ledger::usageWritten);
      counter("roost.usage.dropped", "Events of usage dropped", ledger, Ledger::usageDropped);
    }
    if (ledger.config().audit()) {
      counter("roost.audit.recorded", "Audit log lines written", ledger, Ledger::auditWritten);
      counter("roost.audit.dropped", "Audit log lines dropped", ledger, Ledger::auditDropped);
    }
  }

  private void counter(
      String name, String description, Ledger ledger, ToDoubleFunction<Ledger> count) {
    FunctionCounter.builder(name, ledger, count).description(description).register(registry);
  }

  /** Adds the connections that stay. */
  public void watch(WebSocketBinding websocket) {
    Gauge.builder("roost.websocket.connections", websocket, WebSocketBinding::connections)
        .description("Open WebSocket connections")
        .register(registry);
    Gauge.builder("roost.websocket.held", websocket, WebSocketBinding::heldBytes)
        .description("Messages in hand, and answers that clients have not taken")
        .baseUnit("bytes")
        .register(registry);
  }

  /** Where the meters are. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }
}
