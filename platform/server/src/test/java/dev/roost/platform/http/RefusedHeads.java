package dev.roost.platform.http;

import java.util.List;
import java.util.stream.Stream;

/** Heads that are refused: H3 hosts, H4 versions, H5 folds, H6 methods and targets, characters. */
final class RefusedHeads {
  private final Refused.Target target;
  private final HiddenRequest hidden;
  private final String host;

  RefusedHeads(Refused.Target target, HiddenRequest hidden) {
    this.target = target;
    this.hidden = hidden;
    this.host = "Host: " + target.host() + "\r\n";
  }

  List<Refused> all() {
    return Stream.of(hosts(), versions(), folds(), lines(), characters())
        .flatMap(List::stream)
        .toList();
  }

  private Refused refused(String name, int status, String text) {
    return new Refused(name, status, text, hidden.toString());
  }

  private Refused get(String name, String headers) {
    return refused(name, 400, target.get(headers));
  }

  private Refused line(String name, int status, String line) {
    return refused(name, status, line.replace("/p", target.get()) + "\r\n" + host + "\r\n");
  }

  private List<Refused> hosts() {
    return List.of(
        get("H3 none", ""),
        get("H3 two", "Host: a\r\nHost: b\r\n"),
        get("H3 two equal", host + host.toLowerCase()),
        get("H3 two, parted", host + "X: y\r\n" + host),
        refused("H3 two in HTTP/1.0", 400, "GET / HTTP/1.0\r\n" + host + host + "\r\n"),
        get("H3 empty", "Host:\r\n"),
        get("H3 space", "Host: a b\r\n"),
        get("H3 list", "Host: a,b\r\nHost: a\r\n"),
        get("H3 path", "Host: a/b\r\n"),
        get("H3 user", "Host: u@a\r\n"),
        get("H3 port", "Host: a:99999\r\n"),
        get("H3 port of letters", "Host: a:b\r\n"),
        get("H3 only a port", "Host: :80\r\n"),
        get("H3 open literal", "Host: [::1\r\n"),
        line("H3 not the target's", 400, "GET http://b/p HTTP/1.1"));
  }

  private List<Refused> versions() {
    return List.of(
        line("H4 9.9", 505, "GET /p HTTP/9.9"),
        line("H4 1.2", 505, "GET /p HTTP/1.2"),
        line("H4 2.0", 505, "GET /p HTTP/2.0"),
        refused("H4 2.0 preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        line("H4 0.9", 505, "GET /p HTTP/0.9"),
        line("H4 lower case", 400, "GET /p http/1.1"),
        line("H4 one number", 400, "GET /p HTTP/1"),
        line("H4 more behind it", 400, "GET /p HTTP/1.1 x"),
        line("H4 none", 400, "GET /p"));
  }

  private List<Refused> folds() {
    return List.of(
        get("H5 space", host + "X: a\r\n b\r\n"),
        get("H5 tab", host + "X: a\r\n\tb\r\n"),
        get("H5 in the first header", " X: a\r\n" + host),
        get("H5 empty", host + "X: a\r\n \r\n"),
        refused("H5 of a length", 400, target.post("Content-Length:\r\n 5\r\n") + "01234"),
        refused(
            "H5 of a coding", 400, target.post("Transfer-Encoding:\r\n chunked\r\n") + "0\r\n\r\n"),
        refused(
            "H5 a coding that is none",
            400,
            target.post("X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")
                + "0\r\n\r\n"),
        refused("H5 behind empty lines", 400, "\r\n\r\n" + target.get(host + "X: a\r\n b\r\n")),
        refused("H5 in a trailer", 400, target.chunked("0\r\nX: a\r\n b\r\n\r\n")));
  }

  private List<Refused> lines() {
    return List.of(
        line("H6 lower case", 400, "get /p HTTP/1.1"),
        line("H6 unknown", 400, "GETT /p HTTP/1.1"),
        line("H6 absolute", 400, "GET http://" + target.host() + "/p HTTP/1.1"),
        line("H6 authority", 400, "CONNECT x:80 HTTP/1.1"),
        line("H6 asterisk", 400, "OPTIONS * HTTP/1.1"),
        line("H6 no slash", 400, "GET health HTTP/1.1"),
        line("H6 other than ASCII", 400, "GET /p\u00e4 HTTP/1.1"),
        line("H6 space in the target", 400, "GET /p x HTTP/1.1"),
        line("H6 two spaces", 400, "GET  /p HTTP/1.1"),
        line("H6 tabs", 400, "GET\t/p\tHTTP/1.1"),
        line("H6 two spaces before the version", 400, "GET /p  HTTP/1.1"),
        line("H6 space and tab", 400, "GET \t/p HTTP/1.1"),
        line("H6 space before", 400, " GET /p HTTP/1.1"),
        line("H6 tab before", 400, "\tGET /p HTTP/1.1"),
        line("H6 CR before", 400, "\rGET /p HTTP/1.1"),
        line("H6 LF before", 400, "\nGET /p HTTP/1.1"),
        line("H6 NUL before", 400, "\u0000GET /p HTTP/1.1"),
        line("H6 space behind", 400, "GET /p HTTP/1.1 "));
  }

  private List<Refused> characters() {
    return List.of(
        get("bare CR", host + "X: a\rb\r\n"),
        get("bare CR and a coding", host + "X: a\rTransfer-Encoding: chunked\r\n"),
        get("bare LF", host + "X: a\nY: b\r\n"),
        refused("only LF", 400, target.get(host).replace("\r", "")),
        get("NUL", host + "X: a\u0000b\r\n"),
        get("NUL in a name", host + "X\u0000: a\r\n"),
        get("space before the colon", host + "X : a\r\n"),
        get("no colon", host + "X\r\n"),
        get("no name", host + ": a\r\n"),
        get("old WebSocket", host + "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n"));
  }
}
