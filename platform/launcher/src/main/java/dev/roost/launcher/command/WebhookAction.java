package dev.roost.launcher.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roost.launcher.Surroundings;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks a running platform one thing about webhooks, and shows the answer. */
abstract class WebhookAction implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final ManagementOptions management = new ManagementOptions();
  @Spec private CommandSpec spec;

  WebhookAction(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  abstract JsonObject ask(ManagementClient platform);

  /** For people; machines get the answer as it is. */
  abstract void show(JsonObject answer, Console console);

  @Override
  public final Integer call() {
    JsonObject answer = ask(management.client(surroundings));
    Console console = Console.of(spec);
    if (console.json()) {
      console.print(answer);
    } else {
      show(answer, console);
    }
    return 0;
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  final ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** A text as a part of a path or query. */
  static String segment(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** A parameter of a query; nothing if it is not said. */
  static String parameter(String name, @Nullable Object value) {
    return value == null ? "" : "&" + name + "=" + segment(value.toString());
  }
}
