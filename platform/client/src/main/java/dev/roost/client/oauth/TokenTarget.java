package dev.roost.client.oauth;

import static java.util.Objects.requireNonNull;

import dev.roost.outbound.HttpUrl;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The peer that a token is for, and what it is to be good for. No other origin is shown it.
 *
 * @param peer the peer's root
 * @param scopes what is asked for
 * @param resource how the provider knows the peer (RFC 8707), if it wants to be told
 */
public record TokenTarget(String peer, Set<String> scopes, Optional<String> resource) {
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]+");

  /**
   * @throws IllegalArgumentException if the peer is no URL, a scope no word, or the resource not
   *     absolute or with a fragment
   */
  public TokenTarget {
    HttpUrl.parse(requireNonNull(peer, "peer"));
    scopes = Set.copyOf(scopes);
    scopes.forEach(TokenTarget::checkScope);
    requireNonNull(resource, "resource").ifPresent(TokenTarget::checkResource);
  }

  /** Of a peer, with whatever the provider gives by itself. */
  public static TokenTarget of(String peer) {
    return new TokenTarget(peer, Set.of(), Optional.empty());
  }

  /** The same with scopes. */
  public TokenTarget withScopes(String... names) {
    return new TokenTarget(peer, Set.of(names), resource);
  }

  /** The same with a resource. */
  public TokenTarget withResource(String uri) {
    return new TokenTarget(peer, scopes, Optional.of(uri));
  }

  /** Scheme, host and port of the peer. */
  String origin() {
    return HttpUrl.parse(peer).origin();
  }

  /** The scopes as they are asked for. */
  String scope() {
    return String.join(" ", new TreeSet<>(scopes));
  }

  /** Adds what is asked for to a request. */
  Form addTo(Form form) {
    if (!scopes.isEmpty()) {
      form.put("scope", scope());
    }
    return addResourceTo(form);
  }

  Form addResourceTo(Form form) {
    resource.ifPresent(uri -> form.put("resource", uri));
    return form;
  }

  private static void checkScope(String name) {
    if (!SCOPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a scope is one word of visible ASCII without quotes and backslashes: '" + name + "'");
    }
  }

  private static void checkResource(String text) {
    URI uri = URI.create(text);
    if (!uri.isAbsolute() || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "a resource is an absolute URI without a fragment: " + text);
    }
  }
}
