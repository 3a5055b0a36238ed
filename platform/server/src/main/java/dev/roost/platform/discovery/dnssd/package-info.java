/**
 * Agents on the local network, and agents of a domain, by DNS-SD (RFC 6763).
 *
 * <p>{@link dev.roost.platform.discovery.dnssd.DnsSdVerticle} tells the local network of this
 * node's agents, by multicast DNS; {@link dev.roost.platform.discovery.dnssd.LanBrowser} listens
 * for those of others; {@link dev.roost.platform.discovery.dnssd.DomainLookup} asks name servers
 * for those of a domain. What comes in is only told to whoever asked: anybody on the network can
 * say anything, so nothing is fetched from there.
 *
 * <p>Terms: a <em>service</em> is one agent under the name by which it is shown there; its
 * <em>text</em> is the record that says what it can do.
 */
@NullMarked
package dev.roost.platform.discovery.dnssd;

import org.jspecify.annotations.NullMarked;
