package dev.roost.platform.http;

import dev.roost.platform.discovery.UpkeepThread;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the main port: read at the start, and again when its files have changed. A new
 * pair is taken when two looks have found the same, for it may be half written, and when it can be
 * served; else it is reported once, and the old one serves on. Connections that are open keep what
 * they have.
 */
final class Certificates {
  static final long LOOK_MILLIS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  private final TlsFiles files;
  private final long lookMillis;
  private final List<Function<PemKeyCertOptions, Future<?>>> servers = new CopyOnWriteArrayList<>();
  private @Nullable Watch watch;

  Certificates(TlsFiles files, long lookMillis) {
    this.files = files;
    this.lookMillis = lookMillis;
  }

  /**
   * The pair to start with. Reads files.
   *
   * @throws TlsFault if it cannot be served
   */
  synchronized PemKeyCertOptions first(Vertx vertx) {
    if (watch == null) {
      watch = new Watch(vertx, checked(new CertificateCheck(vertx), CertificatePair.read(files)));
    }
    return watch.served.options();
  }

  /** Hands new pairs to a server from now on. */
  synchronized void follow(Function<PemKeyCertOptions, Future<?>> server) {
    servers.add(server);
  }

  /** The port closes; open servers keep what they serve. */
  synchronized void end() {
    servers.clear();
    if (watch != null) {
      watch.end();
      watch = null;
    }
  }

  private static CertificatePair checked(CertificateCheck check, CertificatePair pair) {
    X509Certificate certificate = check.check(pair);
    try {
      certificate.checkValidity();
    } catch (CertificateException e) {
      LOG.atWarn()
          .addKeyValue("from", certificate.getNotBefore().toInstant())
          .addKeyValue("until", certificate.getNotAfter().toInstant())
          .log("The certificate of the main port is not valid today; clients will refuse it");
    }
    return pair;
  }

  /** Looks again and again, on a thread of its own. */
  private final class Watch {
    private final Vertx vertx;
    private final CertificateCheck check;
    private final UpkeepThread thread;
    private final long timer;
    private volatile CertificatePair served;
    private @Nullable CertificatePair seen;
    private @Nullable String reported;

    Watch(Vertx vertx, CertificatePair served) {
      this.vertx = vertx;
      this.check = new CertificateCheck(vertx);
      this.served = served;
      this.thread = new UpkeepThread(vertx, "roost-certificates");
      this.timer = vertx.setPeriodic(lookMillis, tick -> thread.execute(this::look));
    }

    void end() {
      vertx.cancelTimer(timer);
      thread.closeAfter(Future.succeededFuture());
    }

    private void look() {
      try {
        CertificatePair now = CertificatePair.read(files);
        if (now.equals(served)) {
          reported = null;
        } else if (now.equals(seen)) {
          take(now);
        }
        seen = now;
      } catch (TlsFault e) {
        report(String.valueOf(e.getMessage()));
      }
    }

    private void take(CertificatePair pair) {
      checked(check, pair);
      served = pair;
      reported = null;
      Future.join(servers.stream().map(server -> server.apply(pair.options())).toList())
          .onSuccess(done -> LOG.atInfo().log("The main port serves a new certificate"))
          .onFailure(e -> LOG.atError().setCause(e).log("A new certificate could not be served"));
    }

    private void report(String fault) {
      if (!fault.equals(reported)) {
        reported = fault;
        LOG.atWarn()
            .addKeyValue("fault", fault)
            .log("The new certificate cannot be served; the old one serves on");
      }
    }
  }
}
