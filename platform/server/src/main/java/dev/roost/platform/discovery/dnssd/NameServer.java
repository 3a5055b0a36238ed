package dev.roost.platform.discovery.dnssd;

import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.NetSocket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks one name server, from a new port and under a new number each time, so that nobody can answer
 * in its place who does not see the question. An answer that does not fit into a datagram is asked
 * for by TCP.
 */
final class NameServer {
  /** How long one question may take. */
  static final long PATIENCE_MILLIS = 2_000;

  private static final int TRIES = 2;
  private static final int IDS = 1 << 16;
  private static final int PREFIX = 2;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Vertx vertx;
  private final InetSocketAddress server;
  private final long patienceMillis;

  NameServer(Vertx vertx, InetSocketAddress server, long patienceMillis) {
    this.vertx = vertx;
    this.server = server;
    this.patienceMillis = patienceMillis;
  }

  /** The first that this machine is configured to ask. */
  static NameServer ofSystem(Vertx vertx, String domain) {
    return new NameServer(
        vertx,
        DnsServerAddressStreamProviders.platformDefault().nameServerAddressStream(domain).next(),
        PATIENCE_MILLIS);
  }

  /** The records of a name. */
  Future<List<DnsRecord>> ask(DomainName name, DnsRecord.Type type) {
    return ask(name, type, TRIES)
        .map(
            answer ->
                DnsMessage.records(answer, type).stream()
                    .filter(record -> record.owner().isSame(name))
                    .toList());
  }

  private Future<Buffer> ask(DomainName name, DnsRecord.Type type, int tries) {
    Buffer question = DnsMessage.question(RANDOM.nextInt(IDS), name, type);
    return byDatagram(question)
        .recover(failure -> tries > 1 ? ask(name, type, tries - 1) : failed(failure))
        .compose(
            answer ->
                DnsMessage.isTruncated(answer)
                    ? byStream(question)
                    : Future.succeededFuture(answer));
  }

  private static <T> Future<T> failed(Throwable failure) {
    return Future.failedFuture(failure);
  }

  private Future<Buffer> byDatagram(Buffer question) {
    Promise<Buffer> promise = Promise.promise();
    boolean ipv6 = server.getAddress() instanceof Inet6Address;
    DatagramSocket socket = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(ipv6));
    socket
        .exceptionHandler(promise::tryFail)
        .handler(
            packet -> {
              if (packet.sender().port() == server.getPort()
                  && packet.sender().hostAddress().equals(server.getAddress().getHostAddress())
                  && DnsMessage.answers(packet.data(), question)) {
                promise.tryComplete(packet.data());
              }
            });
    socket
        .listen(0, ipv6 ? "::" : "0.0.0.0")
        .compose(
            open -> open.send(question, server.getPort(), server.getAddress().getHostAddress()))
        .onFailure(promise::tryFail);
    return inTime(promise).onComplete(done -> socket.close());
  }

  private Future<Buffer> byStream(Buffer question) {
    Promise<Buffer> promise = Promise.promise();
    Future<NetSocket> connected =
        vertx.createNetClient().connect(server.getPort(), server.getAddress().getHostAddress());
    connected
        .onSuccess(
            socket -> {
              Buffer soFar = Buffer.buffer();
              socket.exceptionHandler(promise::tryFail);
              socket.closeHandler(closed -> promise.tryFail("the name server hung up"));
              socket.handler(
                  part -> {
                    soFar.appendBuffer(part);
                    whole(soFar, question, promise);
                  });
              socket.write(
                  Buffer.buffer().appendUnsignedShort(question.length()).appendBuffer(question));
            })
        .onFailure(promise::tryFail);
    return inTime(promise).onComplete(done -> connected.onSuccess(NetSocket::close));
  }

  /** A length of two bytes stands before the message, which bounds it. */
  private static void whole(Buffer soFar, Buffer question, Promise<Buffer> promise) {
    if (soFar.length() >= PREFIX && soFar.length() >= PREFIX + soFar.getUnsignedShort(0)) {
      Buffer answer = soFar.getBuffer(PREFIX, PREFIX + soFar.getUnsignedShort(0));
      if (DnsMessage.answers(answer, question)) {
        promise.tryComplete(answer);
      } else {
        promise.tryFail("the name server answers something else");
      }
    }
  }

  private Future<Buffer> inTime(Promise<Buffer> promise) {
    return promise
        .future()
        .timeout(patienceMillis, TimeUnit.MILLISECONDS)
        .recover(
            failure ->
                failed(
                    new UnknownHostException(
                        "the name server "
                            + server.getAddress().getHostAddress()
                            + " does not answer: "
                            + failure.getMessage())));
  }
}
