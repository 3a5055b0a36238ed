package dev.roost.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Refuses requests that two servers could read differently. A request that is refused becomes an
 * invalid one, which no route sees; nothing behind it on its connection is looked at. The ordinary
 * request costs a few comparisons and no allocation.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  private final Http1Phases phases;
  private final RequestHead head = new RequestHead();
  private final ChunkSizes chunks = new ChunkSizes();

  /** What is being decoded, to look at its next byte; only within a call of {@link #decode}. */
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

  private boolean betweenRequests = true;
  private boolean inHead;
  private boolean atUnseenLine;
  private boolean refused;

  StrictRequestDecoder(HttpServerOptions options, Http1Phases phases) {
    super(options);
    this.phases = phases;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    if (refused) {
      buffer.skipBytes(buffer.readableBytes());
      return;
    }
    int begin = buffer.readerIndex();
    try {
      if (betweenRequests) {
        betweenRequests = !head.begins(buffer);
      }
      checkNextLine(buffer);
      chunks.look(buffer);
    } catch (HttpFailure failure) {
      refuse(failure, buffer, out);
      return;
    }
    bytes = buffer;
    super.decode(context, buffer, out);
    chunks.consumed(buffer.readerIndex() - begin);
    if (!out.isEmpty()) {
      decoded(buffer, out);
    }
  }

  private void decoded(ByteBuf buffer, List<Object> out) {
    Object first = out.get(0);
    if (inHead) {
      inHead = false;
      if (first instanceof HttpRequest request && request.decoderResult().isSuccess()) {
        headDecoded(request, buffer, out);
      }
    }
    Object last = out.get(out.size() - 1);
    if (last instanceof LastHttpContent content) {
      chunks.end();
      atUnseenLine = false;
      betweenRequests = true;
      if (content.decoderResult().isFailure()) {
        refused = true;
        tellBroken(HttpFailure.closing(400, "The request body is not framed well"), out);
      }
    }
  }

  private void headDecoded(HttpRequest request, ByteBuf buffer, List<Object> out) {
    try {
      if (head.complete(request)) {
        chunks.begin();
      }
    } catch (HttpFailure failure) {
      refused = true;
      request.setDecoderResult(DecoderResult.failure(failure));
      while (out.size() > 1) {
        ReferenceCountUtil.release(out.remove(out.size() - 1));
      }
      buffer.skipBytes(buffer.readableBytes());
    }
  }

  /** Refuses within a head, or within a body whose head has been given out. */
  private void refuse(HttpFailure failure, ByteBuf buffer, List<Object> out) {
    refused = true;
    buffer.skipBytes(buffer.readableBytes());
    if (inHead || betweenRequests) {
      HttpMessage invalid = createInvalidMessage();
      invalid.setDecoderResult(DecoderResult.failure(failure));
      out.add(invalid);
    } else {
      LastHttpContent end = new DefaultLastHttpContent();
      end.setDecoderResult(DecoderResult.failure(failure));
      out.add(end);
      tellBroken(failure, out);
    }
  }

  /** Whoever reads the body answers; if nobody does, Vert.x closes the connection. */
  private void tellBroken(HttpFailure failure, List<Object> out) {
    if (phases.bodyBroken(failure)) {
      ReferenceCountUtil.release(out.remove(out.size() - 1));
    }
  }

  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    RequestHead.checkSeparators(line, start, length);
    return super.splitSecondWordInitialLine(line, start, length);
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    inHead = true;
    head.begin(initialLine[0], initialLine[1], initialLine[2]);
    lineRead();
    return super.createMessage(initialLine);
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    AsciiString name = super.splitHeaderName(line, start, length);
    head.header(name);
    lineRead();
    return name;
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw RequestHead.TWO_LENGTHS;
  }

  /** A line of the head or of the trailers has been taken; the next must not continue it. */
  private void lineRead() {
    atUnseenLine = true;
    checkNextLine(bytes);
  }

  private void checkNextLine(ByteBuf buffer) {
    if (atUnseenLine && buffer.isReadable()) {
      atUnseenLine = false;
      byte next = buffer.getByte(buffer.readerIndex());
      if (next == ' ' || next == '\t') {
        throw RequestHead.FOLDED;
      }
    }
  }
}
