package dev.roost.outbound;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A name server on a free port of this machine, UDP and TCP, that answers what a test wants. */
final class TestingNameServer implements AutoCloseable {
  static final int A = 1;
  static final int CNAME = 5;
  static final int AAAA = 28;

  private static final int HEADER = 12;
  private static final int ANSWER_FLAGS = 0x8180;
  private static final int TRUNCATED = 0x0200;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Map<String, Function<Question, Optional<Reply>>> zones = new ConcurrentHashMap<>();

  /**
   * What is asked.
   *
   * @param time how often the same has been asked, beginning with 1
   * @param overTcp whether it came over TCP
   */
  record Question(String name, int type, int time, boolean overTcp) {}

  /** One record of an answer. */
  record Resource(String owner, int type, byte[] data) {
    static Resource address(String owner, String address) {
      IpAddress ip = TestingResolver.addresses(address).get(0);
      byte[] bytes =
          ip.ipv6()
              ? ByteBuffer.allocate(16).putLong(ip.high()).putLong(ip.low()).array()
              : ByteBuffer.allocate(4).putInt((int) ip.low()).array();
      return new Resource(owner, ip.ipv6() ? AAAA : A, bytes);
    }

    static Resource alias(String owner, String target) {
      return new Resource(owner, CNAME, name(target));
    }
  }

  /** An answer. */
  record Reply(int code, boolean truncated, List<Resource> records) {
    static Optional<Reply> of(Resource... records) {
      return Optional.of(new Reply(0, false, List.of(records)));
    }

    static Optional<Reply> failed(int code) {
      return Optional.of(new Reply(code, false, List.of()));
    }
  }

  private TestingNameServer(DatagramSocket udp, ServerSocket tcp) {
    this.udp = udp;
    this.tcp = tcp;
  }

  static TestingNameServer start() throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    ServerSocket tcp = new ServerSocket(0, 0, loopback);
    try {
      DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback);
      TestingNameServer server = new TestingNameServer(udp, tcp);
      daemon(server::serveUdp);
      daemon(server::serveTcp);
      return server;
    } catch (BindException taken) {
      tcp.close();
      return start();
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "testing-name-server");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", udp.getLocalPort());
  }

  /** How questions about a name are answered; empty is silence. */
  TestingNameServer zone(String name, Function<Question, Optional<Reply>> answer) {
    zones.put(name, answer);
    return this;
  }

  /** How often a name was asked for in that type. */
  int times(String name, int type) {
    return counts.getOrDefault(name + type, new AtomicInteger()).get();
  }

  private void serveUdp() {
    byte[] buffer = new byte[4_096];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        Optional<byte[]> answer = answer(Arrays.copyOf(buffer, packet.getLength()), false);
        if (answer.isPresent()) {
          udp.send(
              new DatagramPacket(answer.get(), answer.get().length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        Optional<byte[]> answer = answer(in.readNBytes(in.readUnsignedShort()), true);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(answer.orElseThrow().length);
        out.write(answer.orElseThrow());
        out.flush();
      } catch (IOException e) {
        return;
      }
    }
  }

  private Optional<byte[]> answer(byte[] query, boolean overTcp) {
    int end = HEADER;
    List<String> labels = new ArrayList<>();
    while (query[end] != 0) {
      labels.add(new String(query, end + 1, query[end], StandardCharsets.US_ASCII));
      end += query[end] + 1;
    }
    String name = String.join(".", labels);
    int type = ByteBuffer.wrap(query, end + 1, 2).getShort();
    int time = counts.computeIfAbsent(name + type, key -> new AtomicInteger()).incrementAndGet();
    byte[] question = Arrays.copyOfRange(query, HEADER, end + 5);
    return zones
        .getOrDefault(name, nobody -> Reply.failed(3))
        .apply(new Question(name, type, time, overTcp))
        .map(reply -> encoded(query, question, reply));
  }

  private static byte[] encoded(byte[] query, byte[] question, Reply reply) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.write(query, 0, 2);
      out.writeShort(ANSWER_FLAGS | reply.code() | (reply.truncated() ? TRUNCATED : 0));
      out.writeShort(1);
      out.writeShort(reply.records().size());
      out.writeInt(0);
      out.write(question);
      for (Resource record : reply.records()) {
        out.write(name(record.owner()));
        out.writeShort(record.type());
        out.writeShort(1);
        out.writeInt(0);
        out.writeShort(record.data().length);
        out.write(record.data());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] name(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String label : name.split("\\.")) {
      bytes.write(label.length());
      bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    bytes.write(0);
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
