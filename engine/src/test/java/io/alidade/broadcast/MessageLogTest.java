package io.alidade.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class MessageLogTest {
  private static ByteBuf frame(int bytes) {
    return Unpooled.buffer(bytes).writeZero(bytes);
  }

  @Test
  void keepsTheNewestMessagesWithinItsBytesAndReleasesTheOthers() {
    MessageLog log = new MessageLog(1000, 100);
    ByteBuf oldest = frame(400);
    log.append(oldest, 10, 1, 0);
    log.append(frame(400), 20, 2, 0);
    log.append(frame(300), 30, 3, 0);
    assertThat(log.first()).isEqualTo(1);
    assertThat(log.next()).isEqualTo(3);
    assertThat(oldest.refCnt()).isZero();
    assertThat(log.seq(2)).isEqualTo(30);
    assertThat(log.position(1)).isEqualTo(2);
    assertThat(log.frame(2).readableBytes()).isEqualTo(300);
  }

  @Test
  void keepsNoMoreThan1024MessagesHoweverSmall() {
    MessageLog log = new MessageLog(1 << 20, 100);
    for (int i = 0; i < 3000; i++) {
      log.append(frame(1), i, i, 0);
    }
    assertThat(log.first()).isEqualTo(3000 - 1024);
    assertThat(log.seq(log.first())).isEqualTo(3000 - 1024);
  }

  @Test
  void letsGoWhatIsTooOld() {
    MessageLog log = new MessageLog(1000, 100);
    log.append(frame(1), 1, 1, 0);
    log.append(frame(1), 2, 2, 50);
    log.expire(101);
    assertThat(log.first()).isEqualTo(1);
    log.expire(1000);
    assertThat(log.first()).isEqualTo(log.next());
  }

  @Test
  void takesAMessageLargerThanItsBytesAlone() {
    MessageLog log = new MessageLog(1000, 100);
    log.append(frame(10), 1, 1, 0);
    log.append(frame(5000), 2, 2, 0);
    assertThat(log.first()).isEqualTo(1);
    log.clear();
    assertThat(log.first()).isEqualTo(2);
  }
}
