package dev.roost.client.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What the tests share: known signatures and the messages that they are of. */
final class Vectors {
  static final String STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final String STANDARD_ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  static final Instant STANDARD_TIME = Instant.ofEpochSecond(1_614_265_330);
  static final byte[] STANDARD_BODY = bytes("{\"test\": 2432232314}");
  static final String STANDARD_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  static final String EDWARDS_KEY =
      "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
  static final String EDWARDS_PUBLIC_KEY = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
  static final String EDWARDS_SIGNATURE =
      "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

  static final String OUR_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  static final Instant OUR_TIME = Instant.ofEpochSecond(1_700_000_000);
  static final byte[] OUR_BODY =
      bytes("{\"type\":\"task.completed\",\"data\":{\"id\":\"t-1\",\"name\":\"café ☃\"}}");

  private Vectors() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
