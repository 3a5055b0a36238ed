package dev.roost.platform.discovery.dnssd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A name server on a free port of this machine, for UDP and TCP, with the records of a test. */
public final class TestingZone {
  private static final int HEADER = 12;
  private static final int MAX_DATAGRAM = 512;
  private static final int ATTEMPTS = 20;

  private final Map<String, List<Buffer>> records = new ConcurrentHashMap<>();
  private final AtomicInteger streams = new AtomicInteger();
  private final DatagramSocket socket;
  private UnaryOperator<Buffer> change = answer -> answer;

  private TestingZone(Vertx vertx) {
    socket = vertx.createDatagramSocket();
    socket.handler(
        packet -> {
          Buffer answer = change.apply(answer(packet.data()));
          if (answer.length() > MAX_DATAGRAM) {
            answer = answer.getBuffer(0, question(packet.data()).length());
            answer.setUnsignedShort(2, 0x8200).setUnsignedShort(6, 0);
          }
          socket.send(answer, packet.sender().port(), packet.sender().host());
        });
  }

  /** An empty one. */
  public static TestingZone start(Vertx vertx) {
    for (int attempt = 1; ; attempt++) {
      TestingZone zone = new TestingZone(vertx);
      NetServer server = vertx.createNetServer().connectHandler(zone::serve);
      int port = TestPlatform.get(server.listen(0, "127.0.0.1")).actualPort();
      boolean both =
          TestPlatform.get(
              zone.socket
                  .listen(port, "127.0.0.1")
                  .transform((up, failure) -> Future.succeededFuture(failure == null)));
      if (both) {
        return zone;
      }
      TestPlatform.get(server.close());
      assertThat(attempt).as("ports that are free for TCP and not for UDP").isLessThan(ATTEMPTS);
    }
  }

  private void serve(NetSocket stream) {
    stream.handler(
        part -> {
          streams.incrementAndGet();
          Buffer answer = answer(part.getBuffer(2, part.length()));
          stream.write(Buffer.buffer().appendUnsignedShort(answer.length()));
          stream.write(answer);
        });
  }

  /** Where it is asked. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.localAddress().port());
  }

  int streams() {
    return streams.get();
  }

  /** Spoils answers by UDP. */
  void spoil(UnaryOperator<Buffer> value) {
    change = value;
  }

  /** An agent of a domain as it should be told of. */
  public void agent(String domain, String instance, String host, int port, String... text) {
    DomainName service = DomainName.of(domain).below("_asap", "_tcp");
    DomainName name = service.below(instance);
    put(service, DnsRecord.Type.PTR, written(name));
    put(
        name,
        DnsRecord.Type.SRV,
        Buffer.buffer()
            .appendUnsignedShort(0)
            .appendUnsignedShort(0)
            .appendUnsignedShort(port)
            .appendBuffer(written(DomainName.of(host))));
    Buffer entries = Buffer.buffer();
    for (String entry : text) {
      byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
      entries.appendByte((byte) bytes.length).appendBytes(bytes);
    }
    put(name, DnsRecord.Type.TXT, entries);
  }

  void put(DomainName name, DnsRecord.Type type, Buffer data) {
    records
        .computeIfAbsent(key(name, type.code()), first -> new CopyOnWriteArrayList<>())
        .add(data);
  }

  static Buffer written(DomainName name) {
    Buffer buffer = Buffer.buffer();
    name.write(buffer);
    return buffer;
  }

  private static String key(DomainName name, int type) {
    return type + " " + String.join("|", name.labels());
  }

  private static Buffer question(Buffer query) {
    int end = DomainName.read(query, HEADER).end() + 4;
    return query.getBuffer(0, end);
  }

  private Buffer answer(Buffer query) {
    DomainName.Read name = DomainName.read(query, HEADER);
    List<Buffer> found =
        records.getOrDefault(key(name.name(), query.getUnsignedShort(name.end())), List.of());
    Buffer answer = question(query).copy();
    answer.setUnsignedShort(2, found.isEmpty() ? 0x8183 : 0x8180);
    answer.setUnsignedShort(6, found.size());
    for (Buffer data : found) {
      answer
          .appendUnsignedShort(0xc000 | HEADER)
          .appendBuffer(query.getBuffer(name.end(), name.end() + 4))
          .appendInt(60)
          .appendUnsignedShort(data.length())
          .appendBuffer(data);
    }
    return answer;
  }
}
