package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskCallback;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request can say who is to be called back, and what is wrong there. */
class CallbackWishTest {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");
  private static final String URL = "https://me.example/hook";

  private static Envelope asking(@Nullable JsonObject extensions, @Nullable TaskConfig config) {
    TaskRequest task = new TaskRequest("c", null, "s", new JsonObject(), config);
    return Envelope.of(AGENT, AGENT, task).withExtensions(extensions);
  }

  private static Envelope asking(String extensions) {
    return asking(new JsonObject(extensions), null);
  }

  private static TaskConfig calling(@Nullable List<String> events) {
    return TaskConfig.NONE
        .withTimeoutSeconds(7)
        .withCallback(new TaskCallback(URL, events, "hidden"));
  }

  @Test
  void aRequestThatSaysNothingHasNone() {
    // Given
    Envelope request = asking("{\"other\": 1}");

    // When
    Optional<CallbackWish> wish = CallbackWish.of(request);

    // Then
    assertThat(wish).isEmpty();
    assertThat(CallbackWish.isIn(request)).isFalse();
    assertThat(CallbackWish.removedFrom(request)).isSameAs(request);
  }

  @Test
  void anObjectInTheExtensionsSaysAll() {
    // Given
    Envelope request =
        asking(
            """
            {"webhook": {"url": "https://me.example/hook", "events": ["task.completed"],
             "secret": "hidden"}, "other": 1}
            """);

    // When
    Optional<CallbackWish> wish = CallbackWish.of(request);

    // Then
    assertThat(wish)
        .contains(new CallbackWish(URL, List.of("task.completed"), Optional.of("hidden")));
    assertThat(CallbackWish.removedFrom(request).extensions())
        .isEqualTo(new JsonObject().put("other", 1));
  }

  @Test
  void membersOfTheExtensionsSayTheSame() {
    // Given
    Envelope request = asking("{\"callback_url\": \"https://me.example/hook\"}");

    // When
    Optional<CallbackWish> wish = CallbackWish.of(request);

    // Then
    assertThat(wish).contains(new CallbackWish(URL, List.of("*"), Optional.empty()));
    assertThat(CallbackWish.removedFrom(request).extensions()).isNull();
  }

  @Test
  void theConfigOfTheTaskSaysTheSameAndKeepsTheRest() {
    // Given
    Envelope request = asking(null, calling(List.of("artifact_ready", "status_change")));

    // When
    Optional<CallbackWish> wish = CallbackWish.of(request);

    // Then
    assertThat(wish)
        .contains(
            new CallbackWish(URL, List.of("artifact.ready", "task.*"), Optional.of("hidden")));
    TaskRequest bare = (TaskRequest) CallbackWish.removedFrom(request).payload();
    assertThat(bare.config()).isEqualTo(TaskConfig.NONE.withTimeoutSeconds(7));
  }

  @Test
  void itsTextHidesTheSecret() {
    assertThat(CallbackWish.of(asking(null, calling(null))).orElseThrow().toString())
        .contains(URL)
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"webhook\": \"https://me.example\"}",
        "{\"webhook\": null}",
        "{\"webhook\": {}}",
        "{\"webhook\": {\"url\": \"\"}}",
        "{\"webhook\": {\"url\": 7}}",
        "{\"webhook\": {\"url\": \"https://me.example\", \"target\": {}}}",
        "{\"webhook\": {\"url\": \"https://me.example\", \"events\": \"*\"}}",
        "{\"webhook\": {\"url\": \"https://me.example\", \"events\": [1]}}",
        "{\"webhook\": {\"url\": \"https://me.example\", \"events\": []}}",
        "{\"webhook\": {\"url\": \"https://me.example\", \"events\": [\"task.complete\"]}}",
        "{\"webhook\": {\"url\": \"https://me.example\", \"secret\": \"\"}}",
        "{\"webhook\": {\"url\": \"https://me.example\", \"secret\": 1}}",
        "{\"webhook\": {\"url\": \"https://me.example\"}, \"callback_url\": \"https://me.example\"}",
        "{\"webhook\": {\"url\": \"https://me.example\", \"secret\": \"whsec_hidden!\"}}",
        "{\"callback_secret\": \"hidden\"}",
      })
  void aWrongOneIsRefused(String extensions) {
    assertThatThrownBy(() -> CallbackWish.of(asking(extensions)))
        .isInstanceOfSatisfying(
            AsapException.class,
            refused -> {
              assertThat(refused.error().code()).isEqualTo(RpcError.INVALID_PARAMS);
              assertThat(refused.error().toJson().encode()).doesNotContain("hidden");
            });
  }

  @Test
  void aUrlAndASecretHaveBounds() {
    // Given
    String long1 = "https://me.example/" + "a".repeat(8_192);
    String long2 = "s".repeat(1_025);

    // Then
    assertThatThrownBy(() -> new CallbackWish(long1, List.of("*"), Optional.empty()))
        .isInstanceOf(AsapException.class);
    assertThatThrownBy(() -> new CallbackWish(URL, List.of("*"), Optional.of(long2)))
        .isInstanceOf(AsapException.class);
  }

  @Test
  void twoPlacesAtOnceAreOneTooMany() {
    // Given
    Envelope request = asking(new JsonObject().put("callback_url", URL), calling(null));

    // Then
    assertThatThrownBy(() -> CallbackWish.of(request)).isInstanceOf(AsapException.class);
  }
}
