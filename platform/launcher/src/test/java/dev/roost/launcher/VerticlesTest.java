package dev.roost.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.config.ConfigLoader;
import dev.roost.launcher.config.PlatformConfig;
import dev.roost.launcher.config.VerticleSettings;
import dev.roost.platform.plugin.PluginCode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class VerticlesTest {
  private static final PluginCodes NO_PLUGINS = name -> Future.failedFuture("no " + name);
  private static final AgentHosts NO_AGENTS =
      settings -> {
        throw new AssertionError(settings.name() + " is not an agent");
      };

  @TempDir private Path home;

  @Test
  void deploysAsManyInstancesAsConfigured(Vertx vertx) throws Exception {
    // Given
    AtomicInteger made = new AtomicInteger();
    Verticles verticles = new Verticles(vertx, 3, NO_PLUGINS, NO_AGENTS);
    PlatformConfig config =
        config(
            "verticles.http.instances=0",
            "verticles.own.class=" + Own.class.getName(),
            "verticles.own.instances=2");

    // When
    await(
        verticles.deploy(
            config.builtIn("http"),
            () -> {
              made.incrementAndGet();
              return new Own();
            }));
    await(verticles.deployOwn(config.ownVerticles()));

    // Then
    assertThat(made).hasValue(3);
    assertThat(vertx.deploymentIDs()).hasSize(2);
    await(verticles.undeploy());
    assertThat(vertx.deploymentIDs()).isEmpty();
  }

  @Test
  void aStartThatNeverCompletesIsGivenUp(Vertx vertx) {
    // Given
    Verticles verticles = new Verticles(vertx, 1, NO_PLUGINS, NO_AGENTS, 200);
    VerticleSettings auth = config().builtIn("auth");

    // When
    Throwable failure =
        failure(verticles.deploy(auth, () -> context -> Future.future(promise -> {})));

    // Then
    assertThat(failure)
        .isInstanceOf(VerticleFailedException.class)
        .hasMessageContaining("The verticle 'auth' did not start within 200 ms");
  }

  @Test
  void classesOfPluginsAreAskedFor(Vertx vertx) throws Exception {
    // Given
    PluginCodes plugins =
        name ->
            name.equals("plugin:audit/a.Trail")
                ? Future.succeededFuture(new PluginCode(Own::new, Own.class.getClassLoader()))
                : Future.failedFuture("no " + name);
    Verticles verticles = new Verticles(vertx, 1, plugins, NO_AGENTS);

    // When
    await(verticles.deployOwn(config("verticles.own.class=plugin:audit/a.Trail").ownVerticles()));
    Throwable failure =
        failure(verticles.deployOwn(config("verticles.own.class=plugin:other/a.B").ownVerticles()));

    // Then
    assertThat(vertx.deploymentIDs()).hasSize(1);
    assertThat(failure).hasMessageContaining("'own'").hasMessageContaining("no plugin:other/a.B");
  }

  @Test
  void aPortInUseIsExplained(Vertx vertx) throws Exception {
    // Given
    HttpServer occupant =
        await(vertx.createHttpServer().requestHandler(r -> {}).listen(0, "127.0.0.1"));
    int port = occupant.actualPort();
    PlatformConfig config = config("http.port=" + port);
    Verticles verticles = new Verticles(vertx, 1, NO_PLUGINS, NO_AGENTS);

    // When
    Throwable failure =
        failure(
            verticles.deploy(
                config.builtIn("management"), () -> context -> listen(context.owner(), port)));
    Throwable main =
        failure(
            verticles.deploy(
                config.builtIn("http"), () -> context -> listen(context.owner(), port)));

    // Then
    assertThat(StartFailure.explain(main, config))
        .hasMessageStartingWith("Port " + port + " is in use (http.port); ");
    assertThat(StartFailure.explain(failure, config))
        .hasMessageStartingWith("Port 9090 is in use (management.port); ");
  }

  /** A server of another kind, since Vert.x shares the port among HTTP servers. */
  private static Future<?> listen(Vertx vertx, int port) {
    return vertx.createNetServer().connectHandler(socket -> {}).listen(port, "127.0.0.1");
  }

  private PlatformConfig config(String... sets) {
    return new ConfigLoader(home, Map.of()).load(Optional.empty(), List.of(sets));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
  }

  private static Throwable failure(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
      throw new AssertionError("it must fail");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A verticle on the class path. */
  public static final class Own extends VerticleBase {}
}
