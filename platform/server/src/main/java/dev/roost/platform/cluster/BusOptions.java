package dev.roost.platform.cluster;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

/** How the event buses of the nodes find each other. */
final class BusOptions {
  private static final int CONNECT_MILLIS = 5_000;

  private BusOptions() {}

  static EventBusOptions of(ClusterConfig cluster) {
    EventBusOptions options =
        new EventBusOptions()
            .setHost(cluster.busHost())
            .setPort(cluster.busPort())
            .setConnectTimeout(CONNECT_MILLIS);
    cluster.tls().ifPresent(tls -> secure(options, tls));
    return options;
  }

  /** Both sides show a certificate; Vert.x by itself would trust any. */
  private static void secure(EventBusOptions options, ClusterConfig.Tls tls) {
    options
        .setSsl(true)
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(tls.certificate().toString())
                .addKeyPath(tls.key().toString()))
        .setTrustOptions(new PemTrustOptions().addCertPath(tls.trust().toString()));
  }
}
