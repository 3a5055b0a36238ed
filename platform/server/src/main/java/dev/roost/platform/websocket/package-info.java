/**
 * ASAP over WebSocket: {@code /asap/ws} on the HTTP port. {@link
 * dev.roost.platform.websocket.WebSocketBinding} lets connections in; each is a {@link
 * dev.roost.platform.websocket.Session}, which belongs to one event loop; a message on its way is
 * an {@link dev.roost.platform.websocket.Exchange}. What is on the wire stands in {@code
 * platform/WEBSOCKET.md}.
 */
@NullMarked
package dev.roost.platform.websocket;

import org.jspecify.annotations.NullMarked;
