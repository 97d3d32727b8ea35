package io.alidade.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.protocol.ccsds.Streams;
import io.alidade.protocol.ccsds.Streams.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BareFramerTest {
  private static byte[] counted(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static List<Frame> frames(BareFramer framer, byte[] bytes, int largest) {
    return Streams.frames(framer, bytes, largest, new Random(1));
  }

  private static List<String> shapes(List<Frame> frames) {
    return frames.stream().map(f -> f.kind() + " " + f.bytes().length).toList();
  }

  @Test
  void frames_of_one_length_follow_each_other_and_the_rest_is_cut() {
    List<Frame> frames = frames(BareFramer.ofLength(10), counted(25), 0);
    assertThat(shapes(frames)).containsExactly("FRAME 10", "FRAME 10", "CUT 5");
    assertThat(Streams.concatenation(frames)).isEqualTo(counted(25));
  }

  @Test
  void after_a_boundary_frames_begin_anew() {
    BareFramer framer = BareFramer.ofLength(10);
    frames(framer, counted(15), 0);
    assertThat(shapes(frames(framer, counted(10), 0))).containsExactly("FRAME 10");
  }

  @Test
  void a_datagram_is_one_frame_however_long() {
    BareFramer framer = BareFramer.ofDatagrams(20);
    for (int length : new int[] {1, 7, 20}) {
      List<Frame> frames = frames(framer, counted(length), 0);
      assertThat(shapes(frames)).containsExactly("FRAME " + length);
      assertThat(frames.get(0).bytes()).isEqualTo(counted(length));
    }
    List<Frame> none = new ArrayList<>();
    framer.end((kind, bytes, at, length) -> none.add(new Frame(kind, new byte[length])));
    assertThat(none).isEmpty();
  }

  @Test
  void a_datagram_that_is_too_long_is_kept_whole_and_the_next_is_sound() {
    BareFramer framer = BareFramer.ofDatagrams(20);
    List<Frame> frames = frames(framer, counted(45), 0);
    assertThat(shapes(frames)).containsExactly("OVERSIZE 20", "NOISE 20", "NOISE 5");
    assertThat(Streams.concatenation(frames)).isEqualTo(counted(45));
    assertThat(shapes(frames(framer, counted(20), 0))).containsExactly("FRAME 20");
  }

  @Test
  void reads_of_any_size_give_the_same_frames() {
    for (int length = 0; length < 70; length++) {
      byte[] bytes = counted(length);
      for (int largest : new int[] {1, 3, 11, 30}) {
        assertThat(frames(BareFramer.ofLength(10), bytes, largest).toString())
            .isEqualTo(frames(BareFramer.ofLength(10), bytes, 0).toString());
        assertThat(frames(BareFramer.ofDatagrams(20), bytes, largest).toString())
            .isEqualTo(frames(BareFramer.ofDatagrams(20), bytes, 0).toString());
      }
    }
  }

  @Test
  void a_length_out_of_range_is_refused() {
    assertThatThrownBy(() -> BareFramer.ofLength(0)).hasMessageContaining("0");
    assertThatThrownBy(() -> BareFramer.ofDatagrams(70_000)).hasMessageContaining("70000");
  }
}
