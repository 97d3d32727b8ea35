package io.alidade.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FuseTest {
  private static final long SECOND = 1_000_000_000L;

  private final Fuse fuse = new Fuse(100);
  private final Event event = new Event(4096);

  private String fused(int msg, int link, long rxTime, Consumer<FieldWriter> fields) {
    return fused(fuse, msg, link, rxTime, fields);
  }

  private String fused(Fuse stage, int msg, int link, long rxTime, Consumer<FieldWriter> fields) {
    event.begin(FrameKind.FRAME, link, rxTime);
    event.msg(msg);
    fields.accept(event.beginDecoded());
    event.endDecoded();
    stage.onEvent(event);
    EventJson json = new EventJson(new Links("a", "b"), false, false);
    json.appendFused(event);
    return new String(json.array(), 0, json.length(), UTF_8);
  }

  private static Consumer<FieldWriter> position(int mmsi, long lat) {
    return out -> {
      out.integer(Field.MMSI, mmsi);
      out.decimal(Field.LAT, lat, 7);
      out.decimal(Field.LON, 10_0000000, 7);
    };
  }

  private static Consumer<FieldWriter> fix(boolean valid, long lat) {
    return out -> {
      out.bool(Field.VALID, valid);
      out.decimal(Field.LAT, lat, 4);
      out.decimal(Field.LON, 100000, 4);
    };
  }

  @Test
  void identityAndMotionOfOneMmsiAreMerged() {
    fused(
        Msg.AIS + 5,
        1,
        0,
        out -> {
          out.integer(Field.MMSI, 1);
          out.text(Field.SHIPNAME, "ALIDADE");
          out.integer(Field.SHIPTYPE, 70);
        });
    assertThat(fused(Msg.AIS + 1, 1, 0, position(1, 50_0000000)))
        .isEqualTo(
            "{\"mmsi\":1,\"class\":\"A\",\"shipname\":\"ALIDADE\",\"shiptype\":70,"
                + "\"lat\":50.0000000,\"lon\":10.0000000,\"messages\":2}");
  }

  @Test
  void bothPartsOfType24MakeOneIdentity() {
    fused(
        Msg.AIS + 24,
        1,
        0,
        out -> {
          out.integer(Field.MMSI, 9);
          out.text(Field.SHIPNAME, "SKIFF");
        });
    String both =
        fused(
            Msg.AIS + 24,
            2,
            0,
            out -> {
              out.integer(Field.MMSI, 9);
              out.text(Field.CALLSIGN, "AB12");
            });
    assertThat(both).contains("\"shipname\":\"SKIFF\"", "\"callsign\":\"AB12\"", "\"class\":\"B\"");
  }

  @Test
  void aWeatherStationsPositionIsNotTheSenders() {
    assertThat(fused(Msg.AIS + 8, 1, 0, position(5, 50_0000000))).doesNotContain("lat");
  }

  @Test
  void whatAPositionReportLeavesOutIsNotKnownNow() {
    fused(
        Msg.AIS + 1,
        1,
        0,
        out -> {
          position(3, 1).accept(out);
          out.decimal(Field.SPEED, 123, 1);
        });
    assertThat(fused(Msg.AIS + 1, 1, 0, position(3, 2))).doesNotContain("speed");
  }

  @Test
  void aFullTableForgetsTheVesselLongestUnheard() {
    Random random = new Random(4);
    Fuse small = new Fuse(50);
    Map<Integer, Integer> model = new LinkedHashMap<>(16, 0.75f, true);
    long evicted = 0;
    for (int round = 0; round < 50_000; round++) {
      int mmsi = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 55) * 7919;
      int expected = model.getOrDefault(mmsi, 0) + 1;
      if (expected == 1 && model.size() == 50) {
        model.remove(model.keySet().iterator().next());
        evicted++;
      }
      model.put(mmsi, expected);
      fused(small, Msg.AIS + 1, 1, 0, position(mmsi, 1));
      FieldReader fields = event.fused();
      assertThat(fields.find(Field.MESSAGES)).isTrue();
      assertThat(fields.mantissa()).isEqualTo(expected);
    }
    assertThat(small.vesselCount()).isEqualTo(50);
    assertThat(small.evictedCount()).isEqualTo(evicted).isPositive();
  }

  @Test
  void ownPositionComesFromOneReceiverUntilItIsSilent() {
    assertThat(fused(Msg.GGA, 1, 0, fix(true, 500000))).contains("\"own_lat\":50.0000");
    assertThat(fused(Msg.GGA, 2, SECOND, fix(true, 600000))).isEqualTo("{}");
    assertThat(fused(Msg.RMC, 1, 2 * SECOND, fix(false, 510000))).isEqualTo("{}");
    assertThat(fused(Msg.GGA, 2, 4 * SECOND, fix(true, 600000))).isEqualTo("{}");
    assertThat(fused(Msg.GGA, 2, 6 * SECOND, fix(true, 600000)))
        .contains("\"own_lat\":60.0000", "\"own_source\":2");
  }

  @Test
  void ownPositionIsNeverAnotherShips() {
    assertThat(
            fused(
                Msg.AIS + 1,
                1,
                0,
                out -> {
                  position(7, 1).accept(out);
                  out.bool(Field.OWN, true);
                }))
        .doesNotContain("own_lat");
  }

  @Test
  void aSessionStartsWithNothingKnown() {
    fused(Msg.AIS + 1, 1, 0, position(1, 1));
    event.begin(FrameKind.SESSION, 0, 0);
    fuse.onEvent(event);
    assertThat(fuse.vesselCount()).isZero();
  }
}
