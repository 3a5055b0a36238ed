package dev.roost.launcher.running;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Where the nodes of a cluster on loopback find each other. */
final class TestingCluster {
  private final String name = "test-" + UUID.randomUUID();
  private final List<Integer> ports;

  private TestingCluster(List<Integer> ports) {
    this.ports = ports;
  }

  /** Room for so many nodes, on ports that are free now. */
  static TestingCluster of(int nodes) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      ServerSocket socket = new ServerSocket(0);
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return new TestingCluster(List.copyOf(ports));
  }

  /** The settings of one of its nodes. */
  String[] settings(int node, String... more) {
    List<String> members = ports.stream().map(port -> "\"127.0.0.1:" + port + "\"").toList();
    List<String> all =
        new ArrayList<>(
            List.of(
                "cluster.enabled=true",
                "cluster.name=" + name,
                "cluster.port=" + ports.get(node),
                "cluster.members=" + members));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** Starts one of its nodes in this process. */
  RunningPlatform start(int node, Path home, String... more) throws Exception {
    return RunningPlatform.startWithWhatIsThere(home.resolve("node-" + node), settings(node, more));
  }
}
