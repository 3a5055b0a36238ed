package dev.roost.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void travelsInConfigurationButNotIntoText() {
    // Given
    JsonObject config = new JsonObject().put("token", Secret.of("s3cret"));

    // When
    JsonObject copy = config.copy();

    // Then
    assertThat(copy.getValue("token")).isEqualTo(Secret.of("s3cret")).hasToString("***");
    assertThat(((Secret) copy.getValue("token")).reveal()).isEqualTo("s3cret");
    assertThatThrownBy(copy::encode)
        .isInstanceOf(EncodeException.class)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void isNotEqualToAnother() {
    // When
    boolean equal = Secret.of("a").equals(Secret.of("b"));

    // Then
    assertThat(equal).isFalse();
  }
}
