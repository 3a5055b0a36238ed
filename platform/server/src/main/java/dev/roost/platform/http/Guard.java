package dev.roost.platform.http;

import dev.roost.platform.auth.AuthErrors;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.RpcError;
import dev.roost.spi.Gateway;
import dev.roost.spi.Principal;
import dev.roost.spi.Reply;
import dev.roost.spi.Scope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where identity providers say who may do what: asks before a body is read, and answers those who
 * may not in the words of RFC 6750. Elsewhere it does not stand in the way.
 */
final class Guard {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final Gateway gateway;
  private final Admission admission;
  private final Optional<ProtectedResource> resource;

  Guard(Gateway gateway, Admission admission, Optional<ProtectedResource> resource) {
    this.gateway = gateway;
    this.admission = admission;
    this.resource = resource;
  }

  /** Says whether anybody is asked. */
  boolean stands() {
    return resource.isPresent();
  }

  /** Lets a request go on, now or when the caller is known, or answers it. */
  void check(RoutingContext context, Scope scope) {
    HttpServerRequest request = context.request();
    if (takes(request)) {
      Future<Principal> principal = gateway.identify(admission.caller(request), scope);
      if (principal.isComplete()) {
        goOn(context, principal);
      } else {
        request.pause();
        principal.onComplete(
            known -> {
              goOn(context, principal);
              request.resume();
            });
      }
    }
  }

  /**
   * Says whether a token is shown, if one is, in the one way that is taken; answers if it is not.
   */
  boolean takes(HttpServerRequest request) {
    if (!stands()) {
      return true;
    }
    if (request.headers().getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
      refuse(request, Challenge.MALFORMED, "More than one Authorization header");
      return false;
    } else if (Challenge.isInQuery(request)) {
      refuse(request, Challenge.MALFORMED, Challenge.NOT_IN_HEADER);
      return false;
    }
    return true;
  }

  private void goOn(RoutingContext context, Future<Principal> principal) {
    if (principal.succeeded()) {
      context.next();
    } else if (principal.cause() instanceof AsapException expected) {
      refuse(context.request(), expected.error());
    } else {
      LOG.atError().setCause(principal.cause()).log("A caller could not be identified");
      Answers.detail(context.response(), 500, "Internal Server Error");
    }
  }

  /** Says whether a message was refused for who sent it, which is told outside JSON-RPC. */
  boolean refuses(Reply reply) {
    return stands()
        && reply instanceof Reply.Error error
        && AuthErrors.isToldByStatus(error.error());
  }

  /** Answers somebody who may not. */
  void refuse(HttpServerRequest request, RpcError error) {
    if (error.code() == RpcError.RATE_LIMITED) {
      Admission.refuse(request.response(), error);
    } else {
      Challenge.of(error, resource.orElseThrow(), request).answer(request.response());
    }
  }

  private void refuse(HttpServerRequest request, int status, String detail) {
    Challenge.malformed(resource.orElseThrow(), request);
    Answers.detail(request.response(), status, detail);
  }

  /**
   * A body that is a form with a token in it: that is no way to show one here.
   *
   * @return the body, or an {@link HttpFailure}
   */
  Future<Buffer> checkBody(HttpServerRequest request, Buffer body) {
    if (stands() && Challenge.isInForm(request, body)) {
      Challenge.malformed(resource.orElseThrow(), request);
      return Future.failedFuture(HttpFailure.of(Challenge.MALFORMED, Challenge.NOT_IN_HEADER));
    }
    return Future.succeededFuture(body);
  }
}
