/**
 * The one road that every message takes, whichever binding brought it; no transport code.
 *
 * <p>{@link dev.roost.platform.gateway.MessageGateway} shows the whole road in one method; each
 * step is a small class.
 */
@NullMarked
package dev.roost.platform.gateway;

import org.jspecify.annotations.NullMarked;
