package dev.roost.platform.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** In which phase a connection of HTTP/1.1 is: one request comes after the other. */
final class Http1Phases implements Traffic, RequestWatch {
  private enum Phase {
    HEAD,
    BODY,
    ANSWER,
    PAUSE,
    LINGER,
    TAKEN_OVER
  }

  private final HttpConnection connection;
  private final ConnectionWatch watch;
  private Phase phase = Phase.HEAD;
  private long deadline;
  private int owed;
  private boolean ending;
  private @Nullable Consumer<HttpFailure> onBadBody;

  Http1Phases(HttpConnection connection, ConnectionWatch watch, long now) {
    this.connection = connection;
    this.watch = watch;
    this.deadline = now + watch.limits().headMillis();
  }

  @Override
  public void bytesArrive() {
    if (phase == Phase.PAUSE) {
      phase = Phase.HEAD;
      deadline = ConnectionWatch.now() + watch.limits().headMillis();
    }
  }

  @Override
  public RequestWatch begins(HttpServerRequest request) {
    owed++;
    oweAnswer();
    request.response().endHandler(end -> answered());
    return this;
  }

  @Override
  public RequestWatch watch(HttpServerRequest request) {
    return this;
  }

  /**
   * The decoder has refused what is at fault: it becomes an invalid request, which does not begin.
   */
  @Override
  public @Nullable HttpFailure fault() {
    return null;
  }

  private void oweAnswer() {
    phase = Phase.ANSWER;
    deadline = ConnectionWatch.NEVER;
  }

  @Override
  public void bodyExpected(Consumer<HttpFailure> onBad) {
    phase = Phase.BODY;
    deadline = ConnectionWatch.now() + watch.limits().bodyMillis();
    onBadBody = onBad;
  }

  /** Tells whoever reads the body that no more of it will come; false if nobody does. */
  boolean bodyBroken(HttpFailure failure) {
    if (phase != Phase.BODY || onBadBody == null) {
      return false;
    }
    onBadBody.accept(failure);
    return true;
  }

  @Override
  public void bodyArrived(int bytes) {
    if (phase == Phase.BODY) {
      deadline = watch.limits().bodyDeadline(deadline, bytes, ConnectionWatch.now());
    }
  }

  @Override
  public void bodyComplete() {
    if (phase == Phase.BODY) {
      oweAnswer();
    }
  }

  /** A pipelined request may begin before the answer to the one before it has ended. */
  private void answered() {
    owed--;
    if (owed > 0 || phase == Phase.LINGER || phase == Phase.TAKEN_OVER) {
      return;
    }
    phase = Phase.PAUSE;
    deadline = ConnectionWatch.now() + watch.limits().pauseMillis();
  }

  @Override
  public boolean isEnding() {
    return ending;
  }

  @Override
  public void announceEnd(HttpServerResponse response) {
    ending = true;
    response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
  }

  @Override
  public void end() {
    if (watch.endOutput()) {
      phase = Phase.LINGER;
      deadline = ConnectionWatch.NEVER;
    } else {
      connection.close();
    }
  }

  @Override
  public void takenOver() {
    phase = Phase.TAKEN_OVER;
    deadline = ConnectionWatch.NEVER;
  }

  /** Vert.x knows itself that an answer is owed. */
  @Override
  public boolean leaves() {
    return false;
  }

  /** The pause begins when the answer is out. */
  @Override
  public void sweep(long now, boolean untaken) {
    if (phase == Phase.PAUSE && untaken) {
      deadline = ConnectionWatch.NEVER;
    } else if (phase == Phase.PAUSE && deadline == ConnectionWatch.NEVER) {
      deadline = now + watch.limits().pauseMillis();
    }
    if (now >= deadline) {
      late();
    }
  }

  private void late() {
    deadline = ConnectionWatch.NEVER;
    if (!bodyBroken(HttpFailure.closing(408, "Request body arrives too slowly"))) {
      connection.close();
    }
  }
}
