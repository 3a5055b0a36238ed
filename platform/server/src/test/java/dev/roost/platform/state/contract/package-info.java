/**
 * What every database must do, as tests: {@link
 * dev.roost.platform.state.contract.StateBackendContract} is extended once for each backend, those
 * of others too. It uses nothing but the doors in {@code dev.roost.spi}.
 */
@NullMarked
package dev.roost.platform.state.contract;

import org.jspecify.annotations.NullMarked;
