/**
 * The guarded way out, for every URL that came from outside: callback addresses, manifests of
 * peers, registries, identity providers.
 *
 * <p>Whoever names a URL makes us send requests from where we stand. So a URL is read by one strict
 * parser ({@link dev.roost.outbound.HttpUrl}), its name is resolved by ourselves ({@link
 * dev.roost.outbound.NameResolver}), every address must be public or expressly allowed ({@link
 * dev.roost.outbound.AddressPolicy}), and the connection goes to the very address that was checked
 * ({@link dev.roost.outbound.GuardedWayOut}). All of it happens again on every attempt. Why a URL
 * was refused stands in the log only: {@link dev.roost.outbound.OutboundException} says the same
 * for all of them.
 *
 * <pre>{@code
 * OutboundGuard guard =
 *     new OutboundGuard(vertx, OutboundConfig.DEFAULTS, DnsLookup.ofSystem(), OwnListeners.none());
 * WayOut out = new GuardedWayOut(guard, HttpConnector.create(vertx));
 * out.request(HttpMethod.GET, "https://peer.example/.well-known/asap/manifest.json")
 *     .compose(HttpClientRequest::send)
 * }</pre>
 */
@NullMarked
package dev.roost.outbound;

import org.jspecify.annotations.NullMarked;
