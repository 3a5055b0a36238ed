package dev.roost.platform.state.contract;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.atOnce;
import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.EndpointStore;
import dev.roost.spi.StateException.Reason;
import dev.roost.spi.WebhookEndpoint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link dev.roost.spi.EndpointStore}. */
public interface EndpointContract extends Backed {
  private EndpointStore endpoints() {
    return backend().endpoints();
  }

  private void add(String owner, String... ids) throws Exception {
    for (String id : ids) {
      await(endpoints().add(Samples.endpoint(id, owner)));
    }
  }

  private static WebhookEndpoint changed(WebhookEndpoint endpoint, String url, long version) {
    return new WebhookEndpoint(
        endpoint.id(),
        endpoint.owner(),
        url,
        endpoint.events(),
        endpoint.profile(),
        endpoint.keys(),
        endpoint.headers(),
        Optional.empty(),
        Optional.empty(),
        endpoint.createdAt(),
        version);
  }

  private List<String> ids(Optional<String> owner, Optional<String> after, int limit)
      throws Exception {
    return await(endpoints().list(owner, after, limit)).stream().map(WebhookEndpoint::id).toList();
  }

  @Test
  default void anEndpointIsThereAsItWasAdded() throws Exception {
    // Given
    WebhookEndpoint endpoint = Samples.endpoint("we_ä/1", "o%/wner");

    // When
    await(endpoints().add(endpoint));

    // Then
    assertThat(await(endpoints().find("we_ä/1"))).contains(endpoint);
    assertThat(await(endpoints().list(Optional.of("o%/wner"), Optional.empty(), 9)))
        .containsExactly(endpoint);
    assertThat(await(endpoints().find("we_2"))).isEmpty();
  }

  @Test
  default void addingAnEndpointAgainChangesNothing() throws Exception {
    // Given
    add("me", "we_1");
    WebhookEndpoint other = changed(Samples.endpoint("we_1", "me"), "https://other.example/", 1);

    // When
    await(endpoints().add(other));

    // Then
    assertThat(await(endpoints().find("we_1"))).contains(Samples.endpoint("we_1", "me"));
  }

  @Test
  default void onlyTheNextVersionReplacesAnEndpoint() throws Exception {
    // Given
    add("me", "we_1");
    WebhookEndpoint first = Samples.endpoint("we_1", "me");
    WebhookEndpoint second = changed(first, "https://second.example/", 2);

    // When
    boolean next = await(endpoints().replace(second));
    boolean stale = await(endpoints().replace(changed(first, "https://stale.example/", 2)));
    boolean ahead = await(endpoints().replace(changed(first, "https://ahead.example/", 4)));
    boolean nobody = await(endpoints().replace(changed(Samples.endpoint("we_2", "me"), "u", 2)));

    // Then
    assertThat(List.of(next, stale, ahead, nobody)).containsExactly(true, false, false, false);
    assertThat(await(endpoints().find("we_1"))).contains(second);
    assertThat(await(endpoints().find("we_2"))).isEmpty();
  }

  @Test
  default void anEndpointDoesNotChangeItsOwner() throws Exception {
    // Given
    add("me", "we_1");

    // When
    boolean taken =
        await(endpoints().replace(changed(Samples.endpoint("we_1", "you"), "https://you/", 2)));

    // Then
    assertThat(taken).isFalse();
    assertThat(await(endpoints().find("we_1"))).contains(Samples.endpoint("we_1", "me"));
    assertThat(ids(Optional.of("you"), Optional.empty(), 9)).isEmpty();
  }

  @Test
  default void ofManyWhoChangeAnEndpointOneDoes() throws Exception {
    // Given
    add("me", "we_1");
    WebhookEndpoint first = Samples.endpoint("we_1", "me");

    // When
    List<Boolean> answers =
        atOnce(32, i -> endpoints().replace(changed(first, "https://" + i + ".example/", 2)));

    // Then
    assertThat(answers).hasSize(32).containsOnlyOnce(true);
    assertThat(await(endpoints().find("we_1")).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  default void endpointsAreListedByIdPageByPage() throws Exception {
    // Given
    add("you", "we_3", "we_1");
    add("me", "we_4", "we_2", "we_5");
    add("me2", "we_6");

    // When
    List<String> first = ids(Optional.empty(), Optional.empty(), 4);
    List<String> second = ids(Optional.empty(), Optional.of("we_4"), 4);
    List<String> mine = ids(Optional.of("me"), Optional.empty(), 2);
    List<String> rest = ids(Optional.of("me"), Optional.of("we_4"), 2);

    // Then
    assertThat(first).containsExactly("we_1", "we_2", "we_3", "we_4");
    assertThat(second).containsExactly("we_5", "we_6");
    assertThat(mine).containsExactly("we_2", "we_4");
    assertThat(rest).containsExactly("we_5");
    assertThat(ids(Optional.of("m"), Optional.empty(), 9)).isEmpty();
  }

  @Test
  default void aRemovedEndpointIsGone() throws Exception {
    // Given
    add("me", "we_1", "we_2");

    // When
    boolean there = await(endpoints().remove("we_1"));
    boolean again = await(endpoints().remove("we_1"));

    // Then
    assertThat(there).isTrue();
    assertThat(again).isFalse();
    assertThat(await(endpoints().find("we_1"))).isEmpty();
    assertThat(ids(Optional.of("me"), Optional.empty(), 9)).containsExactly("we_2");
    assertThat(ids(Optional.empty(), Optional.empty(), 9)).containsExactly("we_2");
  }

  @Test
  default void anOwnerHasAHundredEndpointsAtMost() throws Exception {
    // Given
    List<Void> added = atOnce(120, i -> endpoints().add(Samples.endpoint("we_" + (100 + i), "me")));

    // When
    add("you", "we_1");

    // Then
    assertThat(added).hasSize(EndpointStore.MAX_PER_OWNER);
    List<String> mine = ids(Optional.of("me"), Optional.empty(), 200);
    assertThat(mine).hasSize(EndpointStore.MAX_PER_OWNER);
    assertFails(endpoints().add(Samples.endpoint("we_2", "me")), Reason.OVERLOADED);
    assertThat(await(endpoints().remove(mine.get(0)))).isTrue();
    add("me", "we_2");
    assertFails(endpoints().add(Samples.endpoint("we_3", "me")), Reason.OVERLOADED);
  }

  @Test
  default void tenThousandEndpointsAreAllThereCanBe() throws Exception {
    // Given
    List<Future<Void>> adding = new ArrayList<>();
    for (int i = 0; i < EndpointStore.MAX; i++) {
      adding.add(
          endpoints().add(Samples.endpoint("we_" + i, "owner" + i / EndpointStore.MAX_PER_OWNER)));
      if (adding.size() == 500) {
        await(Future.all(adding));
        adding.clear();
      }
    }

    // When
    Future<Void> more = endpoints().add(Samples.endpoint("we_more", "me"));

    // Then
    assertFails(more, Reason.OVERLOADED);
    assertThat(await(endpoints().find("we_more"))).isEmpty();
    assertThat(await(endpoints().remove("we_7"))).isTrue();
    add("me", "we_more");
  }
}
