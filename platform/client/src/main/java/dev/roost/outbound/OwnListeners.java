package dev.roost.outbound;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;

/**
 * The addresses and ports on which this process listens, to which no URL may lead: a request from
 * here would come as one from inside.
 */
public final class OwnListeners {
  private static final AddressRange LOOPBACK_IPV4 = AddressRange.parse("127.0.0.0/8");
  private static final IpAddress LOOPBACK_IPV6 = IpAddress.valueOf("::1");

  /** Where something listens; on all addresses of the machine if there is none. */
  private record Listener(Set<IpAddress> addresses, int port) {}

  private final Set<Listener> listeners = new CopyOnWriteArraySet<>();

  /** None so far. */
  public static OwnListeners none() {
    return new OwnListeners();
  }

  /**
   * Adds one.
   *
   * @param host an address, or {@code 0.0.0.0} or {@code ::} for all of the machine's; anything
   *     else counts as all
   */
  public OwnListeners add(String host, int port) {
    Set<IpAddress> addresses =
        IpAddress.parse(host).filter(address -> !isWildcard(address)).map(Set::of).orElse(Set.of());
    listeners.add(new Listener(addresses, port));
    return this;
  }

  private static boolean isWildcard(IpAddress address) {
    return address.high() == 0 && address.low() == 0;
  }

  /** Whether this process listens there. */
  boolean includes(IpAddress address, int port) {
    List<Listener> there = listeners.stream().filter(listener -> listener.port() == port).toList();
    return there.stream().anyMatch(listener -> listener.addresses().contains(address))
        || there.stream().anyMatch(listener -> listener.addresses().isEmpty()) && isOwn(address);
  }

  private static boolean isOwn(IpAddress address) {
    return LOOPBACK_IPV4.contains(address)
        || LOOPBACK_IPV6.equals(address)
        || ofInterfaces().contains(address);
  }

  /** Asked each time, since addresses come and go; it takes some microseconds and no waiting. */
  private static Set<IpAddress> ofInterfaces() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(InetAddress::getAddress)
          .map(IpAddress::of)
          .collect(Collectors.toSet());
    } catch (SocketException e) {
      throw new IllegalStateException("the network interfaces cannot be listed", e);
    }
  }
}
