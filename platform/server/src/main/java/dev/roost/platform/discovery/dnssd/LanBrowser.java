package dev.roost.platform.discovery.dnssd;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;

/**
 * Listens for agents on the local network. Its methods block; the listener is called on a thread of
 * its own.
 */
public final class LanBrowser implements AutoCloseable {
  /** How many agents it remembers. */
  static final int MAX_AGENTS = 1_000;

  private final JmDNS network;
  private final Listener listener;
  private final Map<String, FoundAgent> found = new LinkedHashMap<>();

  /** Is told which agents come and go. */
  public interface Listener {
    /** An agent is there, or says something else than before. */
    void came(FoundAgent agent);

    /** An agent has said farewell, or was not heard of any more. */
    default void left(FoundAgent agent) {}
  }

  private LanBrowser(JmDNS network, Listener listener) {
    this.network = network;
    this.listener = listener;
  }

  /**
   * Begins to listen.
   *
   * @param address an address of the interface to listen at; empty for the first that fits
   */
  public static LanBrowser open(Optional<InetAddress> address, Listener listener)
      throws IOException {
    LanBrowser browser = new LanBrowser(Multicast.open(address), listener);
    browser.network.addServiceListener(Multicast.TYPE, browser.new Events());
    return browser;
  }

  /** Those that are there now, in the order in which they came. */
  public synchronized List<FoundAgent> agents() {
    return List.copyOf(found.values());
  }

  private synchronized void came(String name, FoundAgent agent) {
    boolean room = found.size() < MAX_AGENTS || found.containsKey(name);
    if (room && !agent.equals(found.put(name, agent))) {
      listener.came(agent);
    }
  }

  private synchronized void left(String name) {
    FoundAgent gone = found.remove(name);
    if (gone != null) {
      listener.left(gone);
    }
  }

  @Override
  public void close() throws IOException {
    network.close();
  }

  private final class Events implements ServiceListener {
    @Override
    public void serviceAdded(ServiceEvent event) {
      network.requestServiceInfo(event.getType(), event.getName(), true);
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      ServiceInfo info = event.getInfo();
      FoundAgent.of(event.getName(), text(info), host(info), info.getPort())
          .ifPresent(agent -> came(event.getName(), agent));
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      left(event.getName());
    }

    /** Keys are compared without their case. */
    private Map<String, String> text(ServiceInfo info) {
      Map<String, String> text = new HashMap<>();
      for (String key : Collections.list(info.getPropertyNames())) {
        byte[] value = info.getPropertyBytes(key);
        text.putIfAbsent(
            key.toLowerCase(Locale.ROOT),
            value == null ? "" : new String(value, StandardCharsets.UTF_8));
      }
      return text;
    }

    private String host(ServiceInfo info) {
      String[] addresses = info.getHostAddresses();
      return addresses.length > 0 ? addresses[0] : info.getServer();
    }
  }
}
