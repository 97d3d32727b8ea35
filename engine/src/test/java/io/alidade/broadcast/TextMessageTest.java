package io.alidade.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextMessageTest {
  private final TextMessage message = new TextMessage(4);

  private String text() {
    return message.body(UnpooledByteBufAllocator.DEFAULT).toString(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 10, 99, 100, 1_234_567_890_123L, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void writesNumbersAsDecimals(long value) {
    message.number(value);
    assertThat(text()).isEqualTo(Long.toString(value));
  }

  @Test
  void writesTextInUtf8() {
    message.ascii('[').utf8("Älv ⚓").ascii("]").bool(true);
    assertThat(text()).isEqualTo("[Älv ⚓]true");
    message.clear();
    assertThat(message.length()).isZero();
  }

  /** RFC 6455, section 5.2: 7 bits, 7 + 16 or 7 + 64 bits of length. */
  @ParameterizedTest
  @CsvSource({"0,8100", "125,817d", "126,817e007e", "65535,817effff", "65536,817f0000000000010000"})
  void framesATextWithTheShortestLength(int length, String head) {
    message.ascii("x".repeat(length));
    ByteBuf frame = message.frame(UnpooledByteBufAllocator.DEFAULT);
    assertThat(frame.readableBytes()).isEqualTo(head.length() / 2 + length);
    assertThat(ByteBufUtil.hexDump(frame, 0, head.length() / 2)).isEqualTo(head);
  }
}
