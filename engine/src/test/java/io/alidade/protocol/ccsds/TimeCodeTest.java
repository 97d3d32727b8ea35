package io.alidade.protocol.ccsds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.framing.SpacePacketFramer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeCodeTest {
  private static long time(TimeCode code, String hex) {
    byte[] bytes = Streams.bytes(hex);
    return code.nanoseconds(bytes, 0, bytes.length);
  }

  private static Instant instant(long nanoseconds) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanoseconds, 1_000_000_000L), Math.floorMod(nanoseconds, 1_000_000_000L));
  }

  @Test
  void the_epoch_is_so_many_days_before_1970() {
    assertThat(LocalDate.of(1958, 1, 1).toEpochDay()).isEqualTo(-TimeCode.DAYS_1958_TO_1970);
  }

  @Test
  void cuc_counts_seconds_and_binary_fractions() {
    assertThat(time(TimeCode.cuc(4, 0, false), "00000001")).isEqualTo(1_000_000_000L);
    assertThat(time(TimeCode.cuc(1, 1, true), "02 80")).isEqualTo(2_500_000_000L);
    assertThat(time(TimeCode.cuc(4, 2, true), "00000001 0001")).isEqualTo(1_000_015_258L);
    assertThat(time(TimeCode.cuc(4, 3, true), "ffffffff 000001"))
        .isEqualTo(4_294_967_295_000_000_059L);
    assertThat(time(TimeCode.cuc(4, 10, true), "00000000 ffffffffffffffffffff"))
        .isEqualTo(999_999_999L);
    assertThat(time(TimeCode.cuc(4, 5, true), "00000000 4000000000")).isEqualTo(250_000_000L);
    assertThat(time(TimeCode.cuc(5, 0, false), "0000000100")).isEqualTo(256_000_000_000L);
  }

  @Test
  void cuc_beyond_what_nanoseconds_can_express_is_no_time() {
    assertThat(time(TimeCode.cuc(7, 0, false), "ffffffffffffff")).isEqualTo(TimeCode.NO_TIME);
    assertThat(time(TimeCode.cuc(4, 0, false), "000001")).isEqualTo(TimeCode.NO_TIME);
  }

  @Test
  void a_p_field_announces_cuc() {
    TimeCode code = TimeCode.ofPreamble(0b0001_1110, 0);
    assertThat(code.length()).isEqualTo(6);
    assertThat(code.hasAgencyEpoch()).isFalse();
    assertThat(TimeCode.preambleLength(0b0001_1110)).isEqualTo(1);
    assertThat(TimeCode.ofPreamble(0b0010_1111, 0).hasAgencyEpoch()).isTrue();
    TimeCode longest = TimeCode.ofPreamble(0b1001_1111, 0b0111_1100);
    assertThat(longest.length()).isEqualTo(17);
    assertThat(TimeCode.preambleLength(0b1001_1111)).isEqualTo(2);
    assertThat(TimeCode.ofPreamble(0b1001_1111, 0b1111_1100)).isNull();
  }

  @Test
  void a_p_field_announces_cds() {
    assertThat(TimeCode.ofPreamble(0b0100_0000, 0).length()).isEqualTo(6);
    assertThat(TimeCode.ofPreamble(0b0100_0001, 0).length()).isEqualTo(8);
    assertThat(TimeCode.ofPreamble(0b0100_0110, 0).length()).isEqualTo(11);
    assertThat(TimeCode.ofPreamble(0b0100_1000, 0).hasAgencyEpoch()).isTrue();
    assertThat(TimeCode.ofPreamble(0b0100_0011, 0)).isNull();
    assertThat(TimeCode.ofPreamble(0b0101_0000, 0)).as("calendar").isNull();
  }

  @Test
  void cds_is_a_day_and_milliseconds_of_it() {
    byte[] day = Streams.bytes("111f 00000000");
    assertThat(TimeCode.cds(2, 0, false).utc(day, 0, 6)).isZero();
    assertThat(time(TimeCode.cds(2, 2, true), "0001 00000001 0001")).isEqualTo(86_400_001_001_000L);
    assertThat(time(TimeCode.cds(3, 4, true), "000001 00000001 3b9ac9ff"))
        .isEqualTo(86_400_001_999_999L);
    assertThat(time(TimeCode.cds(2, 0, true), "0000 05265c00")).isEqualTo(86_400_000_000_000L);
  }

  @Test
  void cds_with_a_part_out_of_range_is_no_time() {
    assertThat(time(TimeCode.cds(2, 0, true), "0000 05265fe8")).isEqualTo(TimeCode.NO_TIME);
    assertThat(time(TimeCode.cds(2, 2, true), "0000 00000000 03e8")).isEqualTo(TimeCode.NO_TIME);
    assertThat(time(TimeCode.cds(3, 0, true), "ffffff 00000000")).isEqualTo(TimeCode.NO_TIME);
    assertThat(TimeCode.cuc(4, 0, false).utc(new byte[4], 0, 4)).isEqualTo(TimeCode.NO_TIME);
  }

  @Test
  void layouts_that_the_standard_does_not_have_are_refused() {
    assertThatThrownBy(() -> TimeCode.cuc(8, 0, false)).hasMessageContaining("8");
    assertThatThrownBy(() -> TimeCode.cds(2, 3, false)).hasMessageContaining("3");
  }

  @Test
  void packets_of_jpss_1_carry_the_time_that_their_file_is_named_for() {
    Path file =
        Streams.satellite()
            .resolve("space_packet_parser/jpss/J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1");
    byte[] first =
        Streams.frames(new SpacePacketFramer(), Streams.read(file), 0, new Random(1))
            .get(0)
            .bytes();
    long time = TimeCode.cds(2, 2, false).utc(first, 6, first.length - 6);
    assertThat(instant(time))
        .isBetween(Instant.parse("2021-04-08T23:59:00Z"), Instant.parse("2021-04-09T00:01:00Z"));
  }
}
