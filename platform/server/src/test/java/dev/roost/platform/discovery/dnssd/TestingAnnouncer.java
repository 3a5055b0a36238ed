package dev.roost.platform.discovery.dnssd;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what the network would be told. */
final class TestingAnnouncer implements Announcer {
  final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  public void announce(Service service) throws IOException {
    if (service.instance().startsWith("Mute")) {
      throw new IOException("on purpose");
    }
    told.add("+" + service.instance() + " " + service.text().get(ServiceText.VERSION));
  }

  @Override
  public void withdraw(Service service) {
    told.add("-" + service.instance() + " " + service.text().get(ServiceText.VERSION));
  }

  @Override
  public void close() {
    told.add("closed");
  }
}
