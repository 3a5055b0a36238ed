package dev.roost.launcher.running;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server and cuts connections, wherever they are. */
final class CuttingProxy {
  private final NetServer server;
  private final NetClient client;
  private final Random random;
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicInteger ordered = new AtomicInteger();
  private final int target;
  private final double share;

  private CuttingProxy(Vertx vertx, int target, long seed, double share) {
    this.server = vertx.createNetServer();
    this.client = vertx.createNetClient();
    this.random = new Random(seed);
    this.target = target;
    this.share = share;
  }

  /**
   * Starts one on a free port.
   *
   * @param share which share of the packets of a server is cut off
   */
  static CuttingProxy start(Vertx vertx, int target, long seed, double share) throws Exception {
    CuttingProxy proxy = new CuttingProxy(vertx, target, seed, share);
    proxy.server.connectHandler(proxy::connect).listen(0, "127.0.0.1").await(20, TimeUnit.SECONDS);
    return proxy;
  }

  int port() {
    return server.actualPort();
  }

  /** How many connections it has cut. */
  int cuts() {
    return cuts.get();
  }

  /** Cuts the connection over which the next bytes come, in the middle of them. */
  void cutOne() {
    ordered.incrementAndGet();
  }

  private void connect(NetSocket caller) {
    caller.pause();
    client
        .connect(target, "127.0.0.1")
        .onFailure(failure -> caller.close())
        .onSuccess(
            callee -> {
              caller.closeHandler(gone -> callee.close());
              callee.closeHandler(gone -> caller.close());
              caller.handler(bytes -> pass(caller, callee, bytes, share / 3));
              callee.handler(bytes -> pass(callee, caller, bytes, share));
              caller.resume();
            });
  }

  private void pass(NetSocket from, NetSocket to, io.vertx.core.buffer.Buffer bytes, double odds) {
    if (ordered.getAndUpdate(count -> Math.max(0, count - 1)) > 0 || random.nextDouble() < odds) {
      cuts.incrementAndGet();
      to.write(bytes.slice(0, random.nextInt(bytes.length())))
          .onComplete(
              written -> {
                from.close();
                to.close();
              });
    } else {
      to.write(bytes);
    }
  }
}
