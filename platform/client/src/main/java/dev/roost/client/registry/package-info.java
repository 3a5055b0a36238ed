/**
 * The Lite Registry: a static page that lists agents, and a page that lists revoked ones.
 *
 * <p>{@link dev.roost.client.RegistryClient} fetches both. A {@link
 * dev.roost.client.registry.LiteRegistry} answers who has a skill, an id, a tag. What it says is a
 * claim of whoever wrote it: the URLs in it are URLs from outside.
 */
@NullMarked
package dev.roost.client.registry;

import org.jspecify.annotations.NullMarked;
