package dev.roost.platform.gateway;

import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.JsonRpcWriter;
import dev.roost.spi.Reply;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns answers into bytes. An answer that cannot be written is our fault, and says so. */
public final class ReplyWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyWriter.class);

  private ReplyWriter() {}

  /** The JSON-RPC text of an answer. */
  public static Buffer write(Reply reply) {
    if (reply instanceof Reply.Batch batch) {
      return writeAll(batch.replies());
    }
    try {
      return writeOne(reply);
    } catch (IllegalArgumentException e) {
      return writeOne(unwritable(reply, e));
    }
  }

  private static Buffer writeOne(Reply reply) {
    if (reply instanceof Reply.Result result) {
      return JsonRpcWriter.result(result.id(), result.envelope());
    }
    Reply.Error error = (Reply.Error) reply;
    return JsonRpcWriter.error(error.id(), error.error());
  }

  private static Buffer writeAll(List<Reply> replies) {
    Buffer text = Buffer.buffer("[");
    for (int i = 0; i < replies.size(); i++) {
      if (i > 0) {
        text.appendByte((byte) ',');
      }
      text.appendBuffer(write(replies.get(i)));
    }
    return text.appendByte((byte) ']');
  }

  private static Reply unwritable(Reply reply, IllegalArgumentException cause) {
    LOG.atError().setCause(cause).log("An answer cannot be written as JSON");
    return new Reply.Error(
        reply instanceof Reply.Result result ? result.id() : null, RpcError.internalError());
  }
}
