package dev.roost.platform.discovery.dnssd;

import java.util.Map;

/**
 * An agent as the network is told of it.
 *
 * @param instance its name there
 * @param port where it is reached
 * @param text what it says of itself
 */
record Service(String instance, int port, Map<String, String> text) {
  Service {
    text = Map.copyOf(text);
  }
}
