package dev.roost.platform.discovery.dnssd;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;

/** Which interface multicast DNS goes by, and what it is called there. */
final class Multicast {
  /** The service type of agents. */
  static final String TYPE = "_asap._tcp.local.";

  private Multicast() {}

  /**
   * Begins to take part in multicast DNS.
   *
   * @param address an address of the interface to go by; empty for the first that leads somewhere
   */
  static JmDNS open(Optional<InetAddress> address) throws IOException {
    InetAddress chosen = address.isPresent() ? address.get() : first();
    if (NetworkInterface.getByInetAddress(chosen) == null) {
      throw new IOException(chosen.getHostAddress() + " is no address of this machine");
    }
    return JmDNS.create(chosen, hostName());
  }

  /** The machine under a name of its own, so that nobody else who speaks for it is contradicted. */
  private static String hostName() {
    return "roost-" + Long.toHexString(ProcessHandle.current().pid());
  }

  private static InetAddress first() throws IOException {
    for (NetworkInterface each : interfaces()) {
      Optional<InetAddress> address =
          Collections.list(each.getInetAddresses()).stream()
              .filter(Inet4Address.class::isInstance)
              .findFirst();
      if (address.isPresent() && each.isUp() && !each.isLoopback() && each.supportsMulticast()) {
        return address.get();
      }
    }
    throw new IOException(
        "no network interface is up that takes multicast; name one by an address of it");
  }

  private static List<NetworkInterface> interfaces() throws SocketException {
    return Collections.list(NetworkInterface.getNetworkInterfaces());
  }

  /** Tells of services by multicast DNS. */
  static Announcer announcer(Optional<InetAddress> address) throws IOException {
    JmDNS network = open(address);
    return new Announcer() {
      private final Map<Service, ServiceInfo> told = new HashMap<>();

      @Override
      public void announce(Service service) throws IOException {
        ServiceInfo info =
            ServiceInfo.create(TYPE, service.instance(), service.port(), 0, 0, service.text());
        network.registerService(info);
        told.put(service, info);
      }

      @Override
      public void withdraw(Service service) {
        ServiceInfo info = told.remove(service);
        if (info != null) {
          network.unregisterService(info);
        }
      }

      @Override
      public void close() throws IOException {
        network.close();
      }
    };
  }
}
