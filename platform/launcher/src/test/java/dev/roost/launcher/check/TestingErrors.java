package dev.roost.launcher.check;

import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.JsonRpcWriter;

/** Answers that refuse. */
final class TestingErrors {
  private TestingErrors() {}

  static String of(int code, String message) {
    return JsonRpcWriter.error("other", new RpcError(code, message, null)).toString();
  }
}
