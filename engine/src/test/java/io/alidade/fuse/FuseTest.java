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
    String fused = new String(json.array(), 0, json.length(), UTF_8);
    return fused.equals("{}") ? fused : fused.substring(fused.indexOf(':') + 1, fused.length() - 1);
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
      FieldReader fields = event.messageFields(event.messagesStart());
      assertThat(fields.find(Field.MESSAGES)).isTrue();
      assertThat(fields.mantissa()).isEqualTo(expected);
    }
    assertThat(small.vesselCount()).isEqualTo(50);
    assertThat(small.evictedCount()).isEqualTo(evicted).isPositive();
  }

  @Test
  void ownPositionComesFromOneReceiverUntilItIsSilent() {
    assertThat(fused(Msg.GGA, 1, 0, fix(true, 500000))).contains("\"lat\":50.0000");
    assertThat(fused(Msg.GGA, 2, SECOND, fix(true, 600000))).isEqualTo("{}");
    assertThat(fused(Msg.RMC, 1, 2 * SECOND, fix(false, 510000))).isEqualTo("{}");
    assertThat(fused(Msg.GGA, 2, 2 * SECOND + 1, fix(true, 600000)))
        .contains("\"lat\":60.0000", "\"source\":2", "\"previous\":\"a\"");
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
        .doesNotContain("source");
  }

  /** Writes a stage's state as events and gives it to another. */
  private static void copy(Fuse from, Fuse to, int room) {
    int parts = from.stateParts(room);
    Event state = new Event(room);
    for (int part = 0; part < parts; part++) {
      Fuse.beginState(state, 5, part, parts, room);
      from.onEvent(state);
      assertThat(state.has(io.alidade.event.Flag.OVERFLOW)).isFalse();
      assertThat(state.isWellFormed()).isTrue();
      assertThat(state.isRestartPoint()).isEqualTo(part == 0);
      to.restore(state);
      Event again = new Event(room);
      again.copyInput(state);
      to.onEvent(again);
      assertThat(again.fusedLength()).isEqualTo(state.fusedLength()); // what verify compares
    }
  }

  @Test
  void aStageThatWasRestoredMakesTheSameOfAllLaterEvents() {
    // A table that is full, with vessels moved out; texts of full length; own ship known.
    Random random = new Random(1);
    Fuse first = new Fuse(150);
    Fuse second = new Fuse(150);
    second.onEvent(event); // whatever it knew is forgotten
    fused(second, Msg.AIS + 1, 1, 0, position(9, 1));
    int next = 0;
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 500; i++) {
        something(random, first, next++);
      }
      copy(first, second, round % 2 == 0 ? 16 * 1024 : 2400);
      assertThat(second.vesselCount()).isEqualTo(first.vesselCount()).isEqualTo(150);
      assertThat(second.evictedCount()).isEqualTo(first.evictedCount());
      long seed = random.nextLong();
      Random one = new Random(seed);
      Random other = new Random(seed);
      for (int i = 0; i < 500; i++) {
        assertThat(something(one, first, next + i)).isEqualTo(something(other, second, next + i));
      }
      next += 500;
    }
  }

  private String something(Random random, Fuse stage, int time) {
    int mmsi = 200_000_000 + random.nextInt(400);
    return switch (random.nextInt(4)) {
      case 0 -> fused(stage, Msg.AIS + 1, 1, time, position(mmsi, random.nextInt()));
      case 1 ->
          fused(
              stage,
              Msg.AIS + 5,
              1,
              time,
              out -> {
                out.integer(Field.MMSI, mmsi);
                out.integer(Field.IMO, random.nextInt());
                out.integer(Field.SHIPTYPE, random.nextInt(100));
                out.text(Field.SHIPNAME, "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ");
                out.text(Field.DESTINATION, "TO THE END OF THE WO");
              });
      case 2 -> fused(stage, Msg.GGA, 1, time * SECOND, fix(random.nextInt(4) != 0, time));
      default ->
          fused(
              stage,
              Msg.RMC,
              2,
              time * SECOND,
              out -> {
                fix(true, time).accept(out);
                out.decimal(Field.SPEED, random.nextInt(500), 1);
              });
    };
  }

  @Test
  void nothingKnownIsAState() {
    Fuse empty = new Fuse(10);
    assertThat(empty.isEmpty()).isTrue();
    fused(Msg.AIS + 1, 1, 0, position(1, 1));
    assertThat(fuse.isEmpty()).isFalse();
    copy(empty, fuse, 16 * 1024);
    assertThat(fuse.isEmpty()).isTrue();
  }
}
