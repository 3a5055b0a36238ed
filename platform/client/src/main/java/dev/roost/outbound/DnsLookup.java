package dev.roost.outbound;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Asks the name servers of this machine, on a thread of its own. Nothing is cached, no hosts file
 * and no search domain is looked at, and no server that an answer names is asked: an answer could
 * name one of ours. Those who ask for the same name at the same time share an answer.
 */
public final class DnsLookup implements NameResolver, AutoCloseable {
  private static final long QUERY_MILLIS = 2_000;
  private static final int TRIES = 2;
  private static final int MAX_ALIASES = 16;
  static final int MAX_LOOKUPS = 1_000;

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("roost-dns", true), NioIoHandler.newFactory());
  private final Map<String, Future<List<IpAddress>>> lookups = new ConcurrentHashMap<>();
  private final DnsNameResolver servers;
  private volatile boolean closed;

  private DnsLookup(DnsServerAddressStreamProvider provider, long queryMillis) {
    servers =
        new DnsNameResolverBuilder(loop.next())
            .datagramChannelFactory(NioDatagramChannel::new)
            .socketChannelFactory(NioSocketChannel::new)
            .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
            .nameServerProvider(provider)
            .searchDomains(List.of())
            .queryTimeoutMillis(queryMillis)
            .build();
  }

  /** With the name servers that this machine is configured to ask. */
  public static DnsLookup ofSystem() {
    return new DnsLookup(DnsServerAddressStreamProviders.platformDefault(), QUERY_MILLIS);
  }

  /** With a certain name server. */
  public static DnsLookup of(InetSocketAddress server) {
    return of(server, QUERY_MILLIS);
  }

  static DnsLookup of(InetSocketAddress server, long queryMillis) {
    return new DnsLookup(new SingletonDnsServerAddressStreamProvider(server), queryMillis);
  }

  @Override
  public Future<List<IpAddress>> resolve(String name) {
    if (closed || lookups.size() >= MAX_LOOKUPS && !lookups.containsKey(name)) {
      return failed(closed ? "the look-up is closed" : "too many look-ups at once");
    }
    Promise<List<IpAddress>> promise = Promise.promise();
    Future<List<IpAddress>> running = lookups.putIfAbsent(name, promise.future());
    if (running != null) {
      return running;
    }
    both(name)
        .onComplete(
            done -> {
              lookups.remove(name);
              promise.complete(done.result(), done.cause());
            });
    return promise.future();
  }

  /** A family that does not answer is passed over if the other does. */
  private Future<List<IpAddress>> both(String name) {
    long deadline = System.nanoTime() + OutboundGuard.RESOLUTION.toNanos();
    Future<List<IpAddress>> ipv4 = family(name, DnsRecordType.A, deadline, MAX_ALIASES);
    Future<List<IpAddress>> ipv6 = family(name, DnsRecordType.AAAA, deadline, MAX_ALIASES);
    return Future.join(ipv4, ipv6)
        .transform(
            done -> {
              List<IpAddress> all = new ArrayList<>();
              all.addAll(ipv4.succeeded() ? ipv4.result() : List.of());
              all.addAll(ipv6.succeeded() ? ipv6.result() : List.of());
              if (all.isEmpty()) {
                return done.failed() ? Future.failedFuture(done.cause()) : failed("no address");
              }
              return Future.succeededFuture(all);
            });
  }

  private Future<List<IpAddress>> family(
      String name, DnsRecordType type, long deadline, int aliases) {
    return query(name, type, TRIES)
        .compose(
            answer -> {
              if (!answer.addresses().isEmpty() || answer.alias().isEmpty()) {
                return Future.succeededFuture(answer.addresses());
              }
              return aliases > 0 && System.nanoTime() < deadline
                  ? family(answer.alias().get(), type, deadline, aliases - 1)
                  : failed("too many aliases");
            });
  }

  private static <T> Future<T> failed(String reason) {
    return Future.failedFuture(new UnknownHostException(reason));
  }

  private Future<DnsAnswer> query(String name, DnsRecordType type, int tries) {
    return query(name, type)
        .recover(
            failure -> tries > 1 ? query(name, type, tries - 1) : Future.failedFuture(failure));
  }

  private Future<DnsAnswer> query(String name, DnsRecordType type) {
    Promise<DnsAnswer> promise = Promise.promise();
    servers
        .query(new DefaultDnsQuestion(name, type))
        .addListener(
            (io.netty.util.concurrent.Future<AddressedEnvelope<DnsResponse, InetSocketAddress>>
                    done) -> {
              if (done.isSuccess()) {
                complete(promise, name, type, done.getNow());
              } else {
                promise.fail(done.cause());
              }
            });
    return promise.future();
  }

  private static void complete(
      Promise<DnsAnswer> promise,
      String name,
      DnsRecordType type,
      AddressedEnvelope<DnsResponse, InetSocketAddress> envelope) {
    try {
      promise.complete(DnsAnswer.read(name, type, envelope.content()));
    } catch (UnknownHostException e) {
      promise.fail(e);
    } finally {
      envelope.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    servers.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
