package io.alidade.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ValidateTest {
  private final Validate validate = new Validate();
  private final Event event = new Event(1024);

  private Event judged(int link, int msg, Consumer<FieldWriter> fields) {
    event.begin(FrameKind.FRAME, link, 0);
    event.msg(msg);
    fields.accept(event.beginDecoded());
    event.endDecoded();
    validate.onEvent(event);
    return event;
  }

  private boolean hasGap(int link, String talker, int total, int index) {
    return judged(
            link,
            Msg.GSV,
            out -> {
              out.text(Field.TALKER, talker);
              out.integer(Field.TOTAL, total);
              out.integer(Field.INDEX, index);
            })
        .has(Flag.GAP);
  }

  @Test
  void aValueThatItsKindCannotHaveIsSuspectAndKept() {
    assertThat(judged(1, Msg.GGA, out -> out.decimal(Field.LAT, 901, 1)).has(Flag.RANGE)).isTrue();
    assertThat(event.quality()).isEqualTo(Quality.SUSPECT);
    assertThat(event.decoded().find(Field.LAT)).isTrue();
    assertThat(judged(1, Msg.GGA, out -> out.decimal(Field.LAT, -900, 1)).flags()).isZero();
    assertThat(judged(1, Msg.RMC, out -> out.decimal(Field.COURSE, 3601, 1)).has(Flag.RANGE))
        .isTrue();
  }

  @Test
  void aMissingSentenceOfAGroupIsAGap() {
    assertThat(hasGap(1, "GP", 3, 2)).as("joined in the middle").isFalse();
    assertThat(hasGap(1, "GP", 3, 3)).isFalse();
    assertThat(hasGap(1, "GP", 3, 1)).isFalse();
    assertThat(hasGap(1, "GL", 2, 1)).as("another talker").isFalse();
    assertThat(hasGap(2, "GP", 3, 1)).as("another link").isFalse();
    assertThat(hasGap(1, "GP", 3, 3)).isTrue();
    assertThat(hasGap(1, "GP", 3, 1)).isFalse();
    assertThat(hasGap(1, "GP", 3, 1)).as("began again before its end").isTrue();
  }
}
