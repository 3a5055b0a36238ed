package dev.roost.platform.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real proxy in front of a node, with files of its own, on a free port. */
final class ForeignProxy implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Path folder;
  private final Path output;
  private final int port;
  private final Process process;

  private ForeignProxy(Path folder, int port, List<String> command) throws IOException {
    this.folder = folder;
    this.output = folder.resolve("output");
    this.port = port;
    this.process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    awaitStart();
  }

  /** Which proxy, and how it is set. */
  enum Kind {
    /** nginx, which passes odd headers on and does not wait for bodies. */
    NGINX {
      @Override
      ForeignProxy start(int node) throws IOException {
        String program = ForeignProgram.find("nginx", "nginx-light");
        Path folder = Files.createTempDirectory("nginx");
        int port = freePort();
        Path file = write(folder, "nginx.conf", node, port, "");
        return new ForeignProxy(
            folder,
            port,
            List.of(
                program, "-p", folder.toString(), "-c", file.toString(), "-e", folder + "/error"));
      }
    },
    /** HAProxy as it is. */
    HAPROXY {
      @Override
      ForeignProxy start(int node) throws IOException {
        return haproxy(node, "");
      }
    },
    /** HAProxy, told to pass on what it would refuse. */
    HAPROXY_LAX {
      @Override
      ForeignProxy start(int node) throws IOException {
        return haproxy(node, "option accept-invalid-http-request");
      }
    };

    abstract ForeignProxy start(int node) throws IOException;

    private static ForeignProxy haproxy(int node, String lax) throws IOException {
      String program = ForeignProgram.find("haproxy", "haproxy");
      Path folder = Files.createTempDirectory("haproxy");
      int port = freePort();
      Path file = write(folder, "haproxy.cfg", node, port, lax);
      return new ForeignProxy(folder, port, List.of(program, "-db", "-f", file.toString()));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static Path write(Path folder, String name, int node, int port, String lax)
      throws IOException {
    try (InputStream template = ForeignProxy.class.getResourceAsStream(name)) {
      String text =
          new String(requireNonNull(template, name).readAllBytes(), UTF_8)
              .replace("@folder@", folder.toString())
              .replace("@node@", String.valueOf(node))
              .replace("@port@", String.valueOf(port))
              .replace("@lax@", lax);
      return Files.writeString(folder.resolve(name), text);
    }
  }

  int port() {
    return port;
  }

  private void awaitStart() throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!isListening()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new AssertionError("it does not start: " + Files.readString(output));
      }
      Thread.onSpinWait();
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
