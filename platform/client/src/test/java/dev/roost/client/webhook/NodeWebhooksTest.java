package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** W4: the library of Standard Webhooks for Node.js and we believe the same. */
@Tag("interop")
class NodeWebhooksTest {
  private static final int COUNT = 10_000;

  @TempDir private static Path folder;

  private static NodeWebhooks library;

  private final RandomMessages messages = new RandomMessages(11);

  @BeforeAll
  static void install() throws Exception {
    library = NodeWebhooks.install(folder);
  }

  @Test
  void whatOneSignsTheOtherBelieves() throws Exception {
    // Given
    List<SignedMessage> ours =
        Stream.generate(() -> SignedMessage.of(messages)).limit(COUNT).toList();

    // When
    List<NodeWebhooks.Answer> answers = library.judge(ours);

    // Then
    assertThat(answers).hasSize(COUNT).allMatch(NodeWebhooks.Answer::believes);
    List<SignedMessage> theirs =
        IntStream.range(0, COUNT)
            .mapToObj(i -> ours.get(i).withSignature(answers.get(i).signature()))
            .toList();
    assertThat(theirs.stream().filter(SignedMessage::isBelieved)).hasSize(COUNT);
    assertThat(theirs.stream().map(SignedMessage::signature).toList())
        .isEqualTo(ours.stream().map(SignedMessage::signature).toList());
  }

  @Test
  void whatIsChangedBothJudgeAlike() throws Exception {
    // Given
    List<SignedMessage> changed =
        Stream.generate(() -> SignedMessage.of(messages).changed(messages)).limit(COUNT).toList();

    // When
    List<Boolean> theirs =
        library.judge(changed).stream().map(NodeWebhooks.Answer::believes).toList();

    // Then
    List<Boolean> ours = new ArrayList<>();
    changed.forEach(message -> ours.add(message.isBelieved()));
    assertThat(ours).isEqualTo(theirs).contains(true, false);
  }
}
