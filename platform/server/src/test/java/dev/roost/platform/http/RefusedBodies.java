package dev.roost.platform.http;

import java.util.List;
import java.util.stream.Stream;

/**
 * Bodies that are refused: H1 two lengths, H2 codings, H7 sizes of chunks, H8 other faults of the
 * framing. Where there are two ways to read a body, the hidden request is within it by one of them.
 */
final class RefusedBodies {
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String NOTHING = "0\r\n\r\n";

  private final Refused.Target target;
  private final HiddenRequest hidden;

  /** As long as an empty chunked body and the hidden request together. */
  private final String longLength;

  /** As long as the size line of the chunk that holds the hidden request. */
  private final String shortLength;

  private final String within;

  RefusedBodies(Refused.Target target, HiddenRequest hidden) {
    this.target = target;
    this.hidden = hidden;
    String request = hidden.toString();
    String size = Integer.toHexString(request.length()) + "\r\n";
    this.longLength = "Content-Length: " + (NOTHING.length() + request.length()) + "\r\n";
    this.shortLength = "Content-Length: " + size.length() + "\r\n";
    this.within = size + request + "\r\n" + NOTHING;
  }

  List<Refused> all() {
    return Stream.of(twoLengths(), codings(), sizes(), framing(), lengths())
        .flatMap(List::stream)
        .toList();
  }

  /** A server that believes the length takes the hidden request for a part of the body. */
  private Refused behind(String name, int status, String headers) {
    return new Refused(name, status, target.post(headers) + NOTHING, hidden.toString());
  }

  /** A server that believes the coding takes the hidden request for a part of the body. */
  private Refused within(String name, int status, String headers) {
    return new Refused(name, status, target.post(headers) + within, "");
  }

  private Refused chunks(String name, String body) {
    return new Refused(name, 400, target.chunked(body), hidden.toString());
  }

  private Refused length(String name, String header) {
    return new Refused(name, 400, target.post(header + "\r\n") + "abc", hidden.toString());
  }

  private List<Refused> twoLengths() {
    return List.of(
        behind("H1 CL.TE", 400, longLength + CHUNKED),
        within("H1 CL.TE, short", 400, shortLength + CHUNKED),
        behind("H1 TE.CL", 400, CHUNKED + longLength),
        within("H1 TE.CL, short", 400, CHUNKED + shortLength),
        behind("H1 no length", 400, "Content-Length: 0\r\n" + CHUNKED),
        behind("H1 identity", 400, longLength + "Transfer-Encoding: identity\r\n"),
        behind("H1 an unknown coding", 400, longLength + "Transfer-Encoding: xchunked\r\n"),
        behind("H1 an empty coding", 400, longLength + "Transfer-Encoding:\r\n"),
        behind("H1 a coding with a tab", 400, longLength + "Transfer-Encoding:\tchunked\r\n"),
        new Refused(
            "H1 in HTTP/1.0",
            400,
            target.oldPost(longLength + CHUNKED) + NOTHING,
            hidden.toString()));
  }

  private List<Refused> codings() {
    return List.of(
        within("H2 list", 400, "Transfer-Encoding: chunked, identity\r\n"),
        within("H2 list, chunked last", 400, "Transfer-Encoding: gzip, chunked\r\n"),
        within("H2 list of equals", 400, "Transfer-Encoding: chunked, chunked\r\n"),
        within("H2 twice", 400, CHUNKED + CHUNKED.toLowerCase()),
        within("H2 two, chunked first", 400, CHUNKED + "Transfer-Encoding: cow\r\n"),
        within("H2 two, chunked last", 400, "Transfer-Encoding: identity\r\n" + CHUNKED),
        within("H2 xchunked", 501, "Transfer-Encoding: xchunked\r\n"),
        within("H2 identity", 501, "Transfer-Encoding: identity\r\n"),
        within("H2 quoted", 501, "Transfer-Encoding: \"chunked\"\r\n"),
        within("H2 empty", 501, "Transfer-Encoding:\r\n"),
        within("H2 parameter", 501, "Transfer-Encoding: chunked;q=1\r\n"),
        within("H2 VT before the value", 400, "Transfer-Encoding: \u000bchunked\r\n"),
        within("H2 space before the colon", 400, "Transfer-Encoding : chunked\r\n"),
        within("H2 behind a bare LF", 400, "X: y\nTransfer-Encoding: chunked\r\n"),
        new Refused("H2 in HTTP/1.0", 400, target.oldPost(CHUNKED) + within, ""));
  }

  private List<Refused> sizes() {
    return List.of(
        chunks("H7 17 digits", "10000000000000003\r\nabc\r\n" + NOTHING),
        chunks("H7 9 digits", "100000003\r\nabc\r\n" + NOTHING),
        chunks("H7 17 zeros", "00000000000000003\r\nabc\r\n" + NOTHING),
        chunks("H7 2 GiB", "80000000\r\nabc\r\n" + NOTHING),
        chunks("H7 below zero", "ffffffff\r\nabc\r\n" + NOTHING),
        chunks("H7 overflow to the end", "10000000000000000\r\n\r\n"),
        chunks("H7 in the second chunk", "3\r\nabc\r\n100000000\r\n\r\n"),
        chunks("H7 plus", "+3\r\nabc\r\n" + NOTHING),
        chunks("H7 minus", "-3\r\nabc\r\n" + NOTHING),
        chunks("H7 prefixed", "0x3\r\nabc\r\n" + NOTHING),
        chunks("H7 underscore", "0_3\r\nabc\r\n" + NOTHING),
        chunks("H7 space before", " 3\r\nabc\r\n" + NOTHING),
        chunks("H7 two numbers", "3 3\r\nabc\r\n" + NOTHING),
        chunks("H7 none", "\r\nabc\r\n" + NOTHING));
  }

  private List<Refused> framing() {
    return List.of(
        chunks("H8 long chunk", "3\r\nabcd\r\n" + NOTHING),
        chunks("H8 short chunk", "5\r\nabc\r\n" + NOTHING),
        chunks("H8 LF after the size", "3\nabc\r\n" + NOTHING),
        chunks("H8 CR after the size", "3\rabc\r\n" + NOTHING),
        chunks("H8 CR and a header after the size", "3\rX: y\r\nabc\r\n" + NOTHING),
        chunks("H8 LF after the chunk", "3\r\nabc\n" + NOTHING),
        chunks("H8 LF in an extension", "3;a\nbc\r\nabc\r\n" + NOTHING),
        chunks("H8 CR in an extension", "3;a\rbc\r\nabc\r\n" + NOTHING),
        chunks("H8 extension without quotes", "3;a=b c\r\nabc\r\n" + NOTHING),
        chunks("H8 LF at the end", "3\r\nabc\r\n0\n\n"),
        chunks("H8 bad trailer", "0\r\nnone\r\n\r\n"),
        chunks("H8 LF behind a trailer", "0\r\nX: y\n\r\n"));
  }

  private List<Refused> lengths() {
    return List.of(
        length("lengths, two", "Content-Length: 3\r\nContent-Length: 4"),
        length("lengths, none and one", "Content-Length: 0\r\ncontent-length: 3"),
        length("lengths, equal", "Content-Length: 3\r\nContent-Length: 3"),
        length("lengths, a list", "Content-Length: 3, 3"),
        length("length, plus", "Content-Length: +3"),
        length("length, minus", "Content-Length: -1"),
        length("length, minus zero", "Content-Length: -0"),
        length("length, hexadecimal", "Content-Length: 0x3"),
        length("length, fraction", "Content-Length: 3.0"),
        length("length, two numbers", "Content-Length: 3 3"),
        length("length, 2^64", "Content-Length: 18446744073709551616"),
        length("length, empty", "Content-Length:"),
        length("length, space before the colon", "Content-Length : 3"),
        length("length, VT before the value", "Content-Length:\u000b3"),
        length("length, behind a bare LF", "X: y\nContent-Length: 3"));
  }
}
