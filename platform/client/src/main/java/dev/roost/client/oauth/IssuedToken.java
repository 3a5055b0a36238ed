package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import java.time.Instant;

/**
 * A token that a provider gave.
 *
 * @param since when it was given
 * @param until when it ends
 */
record IssuedToken(Secret value, Instant since, Instant until) {}
