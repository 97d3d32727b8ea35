package io.alidade.fuse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import io.alidade.protocol.nmea.NmeaDecoder;
import io.alidade.validate.Validate;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnStationTest {
  private static final long MS = 1_000_000L;
  private static final long START = 1_764_032_400_000L * MS;
  private static final int OWN = 211_000_001;

  private final Validate validate = new Validate();
  private final NmeaDecoder decoder = new NmeaDecoder(false);
  private final Event event = new Event(4096);
  private final EventJson json = new EventJson(new Links("bridge", "mast", "hull"), false, false);
  private Fuse fuse = new Fuse(50);
  private long ms;

  private String fused() {
    validate.onEvent(event);
    fuse.onEvent(event);
    return text();
  }

  private String text() {
    json.clear();
    json.appendFused(event);
    return new String(json.array(), 0, json.length(), UTF_8);
  }

  private String sentence(int link, String sentence) {
    byte[] line = (sentence + "\r\n").getBytes(US_ASCII);
    event.begin(FrameKind.FRAME, link, START + ms * MS);
    event.raw(line, 0, line.length);
    decoder.decode(event);
    return fused();
  }

  private String tick() {
    event.begin(FrameKind.TICK, 0, START + ms * MS);
    event.msg(Msg.TICK);
    return fused();
  }

  private static String gga(double minutes, int quality) {
    return "$GPGGA,010000.00,50%07.4f,N,01000.0000,E,%d,08,1.0,10.0,M,45.0,M,,"
        .formatted(minutes, quality);
  }

  private static String rmc(double minutes, char status, char mode) {
    return "$GPRMC,010000.00,%c,50%07.4f,N,01000.0000,E,5.5,90.0,251125,,,%c"
        .formatted(status, minutes, mode);
  }

  /** A message of our own transponder, or someone's. */
  private String vdo(int link, int mmsi, double lat) {
    event.begin(FrameKind.FRAME, link, START + ms * MS);
    event.msg(Msg.AIS + 1);
    FieldWriter out = event.beginDecoded();
    out.integer(Field.TYPE, 1);
    out.integer(Field.REPEAT, 0);
    out.integer(Field.MMSI, mmsi);
    out.bool(Field.OWN, true);
    out.decimal(Field.LON, 10_0000000, 7);
    out.decimal(Field.LAT, Math.round(lat * 1e7), 7);
    out.integer(Field.SECOND, (int) (ms / 1000 % 60));
    event.endDecoded();
    return fused();
  }

  /** One link gives fixes each second until a time. */
  private void seconds(int count, int... links) {
    for (int i = 0; i < count; i++) {
      ms += 1000;
      for (int link : links) {
        sentence(link, gga(link, 1));
      }
    }
  }

  @Test
  void aFixTellsPositionMotionAndTime() {
    assertThat(sentence(1, rmc(0, 'A', 'A')))
        .isEqualTo(
            "{\"own\":{\"lat\":50,\"lon\":10,\"speed\":5.5,\"course\":90.0,"
                + "\"time\":\"01:00:00.00\",\"timestamp\":\"2025-11-25T01:00:00.00Z\","
                + "\"source\":1}}");
    assertThat(sentence(1, gga(0, 1))).contains("\"speed\":5.5").doesNotContain("switched");
    assertThat(sentence(1, "$GPRMC,010000.00,A,5000.0000,N,01000.0000,E,,,251125,,,A"))
        .as("RMC without speed: not known now")
        .doesNotContain("speed");
  }

  @Test
  void talkersOfOneReceiverAreOneSource() {
    sentence(1, gga(1, 1));
    assertThat(sentence(1, gga(1, 1).replace("$GP", "$GN"))).contains("own");
    assertThat(sentence(1, gga(1, 1).replace("$GP", "$GL"))).contains("own");
    assertThat(sentence(1, gga(1, 1).replace("$GP", "$LC"))).as("Loran is another").isEqualTo("{}");
    assertThat(sentence(1, "\\s:aft*3A\\" + gga(1, 1))).as("another station").isEqualTo("{}");
  }

  @Test
  void anotherSourceIsOnlyTakenWhenThisOneIsSilent() {
    sentence(1, gga(1, 1));
    ms = 4999;
    assertThat(sentence(2, gga(2, 1))).isEqualTo("{}");
    ms = 5000;
    assertThat(sentence(2, gga(2, 1)))
        .contains("\"lat\":50.033333", "\"switched\":true", "\"previous\":\"bridge\"");
    ms = 5500;
    assertThat(sentence(2, gga(2, 1))).contains("own").doesNotContain("switched");
  }

  @Test
  void oneThatSaysItHasNoFixIsLeftThoughItTalks() {
    sentence(1, gga(1, 1));
    for (int i = 0; i < 20; i++) {
      ms += 100;
      assertThat(sentence(1, gga(1, 0))).isEqualTo("{}");
      if (ms < 2000) {
        assertThat(sentence(2, gga(2, 1))).as("%d ms", ms).isEqualTo("{}");
      }
    }
    assertThat(sentence(2, gga(2, 1))).contains("\"switched\":true");
  }

  @Test
  void aMomentWithoutAFixIsNoReasonToSwitch() {
    sentence(1, gga(1, 1));
    ms = 1000;
    sentence(1, rmc(1, 'V', 'N'));
    sentence(2, gga(2, 1));
    ms = 1900;
    assertThat(sentence(1, gga(1, 1))).contains("own");
    ms = 3000;
    assertThat(sentence(2, gga(2, 1))).isEqualTo("{}");
  }

  @Test
  void theFirstLinksSourceTakesOverAgainAfterItWasFitForAWhile() {
    sentence(2, gga(2, 1));
    assertThat(sentence(1, gga(1, 1))).isEqualTo("{}");
    seconds(9, 2, 1);
    assertThat(event.fusedLength()).as("9 s").isZero();
    ms += 1000;
    sentence(2, gga(2, 1));
    assertThat(sentence(1, gga(1, 1)))
        .as("10 s")
        .contains("\"switched\":true", "\"previous\":\"mast\"");
  }

  @Test
  void aBetterSourceWithBreaksDoesNotTakeOver() {
    sentence(2, gga(2, 1));
    for (int i = 0; i < 40; i++) {
      seconds(1, 2);
      if (i % 7 == 0) {
        assertThat(sentence(1, gga(1, 1))).isEqualTo("{}");
      }
    }
  }

  @Test
  void satellitesAreBetterThanDeadReckoningWhateverTheLink() {
    sentence(1, gga(1, 1));
    sentence(2, gga(2, 1));
    seconds(10, 1, 2);
    ms += 1000;
    assertThat(sentence(1, gga(1, 6))).as("dead reckoning is all there is").contains("own");
    assertThat(sentence(2, gga(2, 1))).contains("\"switched\":true");
    ms += 1000;
    assertThat(sentence(1, gga(1, 6))).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$GPGGA,010000.00,5000.0000,N,01000.0000,E,8,08,1.0,10.0,M,45.0,M,,",
        "$GPRMC,010000.00,A,5000.0000,N,01000.0000,E,5.5,90.0,251125,,,S",
        "$GPRMC,010000.00,A,5000.0000,N,01000.0000,E,5.5,90.0,251125,,,N",
        "$GPRMC,010000.00,V,5000.0000,N,01000.0000,E,5.5,90.0,251125,,,A",
        "$GPGLL,,,,,010000.00,A,A",
        "$GNGNS,010000.00,5000.0000,N,01000.0000,E,NN,00,1.0,10.0,45.0,,",
        "$GPRMC,010000.00,A,9900.0000,N,01000.0000,E,5.5,90.0,251125,,,A",
      })
  void whatIsSimulatedNotValidOrOutOfRangeIsNoFix(String sentence) {
    assertThat(sentence(1, sentence)).isEqualTo("{}");
    assertThat(fuse.isEmpty()).isTrue();
    assertThat(sentence(1, gga(1, 1))).contains("own");
  }

  @Test
  void aJumpIsNoFixUntilItIsBelieved() {
    sentence(1, gga(1, 1));
    for (int i = 0; i < 4; i++) {
      ms += 1000;
      assertThat(sentence(1, gga(50, 1))).isEqualTo("{}");
      assertThat(event.has(Flag.JUMP)).isTrue();
    }
    ms += 1000;
    assertThat(sentence(1, gga(50, 1))).contains("own");
  }

  @Test
  void whenNoSourceIsFitATickSaysSoOnceAndTheNextFixEndsIt() {
    assertThat(tick()).as("never known").isEqualTo("{}");
    sentence(1, gga(1, 1));
    sentence(2, gga(2, 1));
    ms = 4000;
    sentence(2, gga(2, 1));
    ms = 8999;
    assertThat(tick()).as("mast is fit").isEqualTo("{}");
    ms = 9000;
    assertThat(tick())
        .contains("\"state\":\"stale\"", "\"since\":\"2025-11-25T01:00:00.000000000Z\"")
        .contains("{\"kind\":\"position\",\"active\":true}");
    ms = 10_000;
    assertThat(tick()).isEqualTo("{}");
    assertThat(sentence(1, gga(1, 0))).isEqualTo("{}");
    assertThat(sentence(2, gga(2, 1)))
        .contains("\"kind\":\"position\",\"active\":false", "\"switched\":true")
        .doesNotContain("stale");
    ms = 11_000;
    assertThat(tick()).isEqualTo("{}");
  }

  @Test
  void anotherShipsVdoIsNeverOurs() {
    for (int i = 0; i < 50; i++) {
      ms += 1000;
      assertThat(vdo(1, 123_456_789, 50)).as("no receiver").doesNotContain("own");
    }
    seconds(1, 2);
    for (int i = 0; i < 50; i++) {
      seconds(1, 2);
      assertThat(vdo(1, 123_456_789, 50 + 2 / 60.0)).as("another link").doesNotContain("own");
      assertThat(vdo(2, 123_456_789, 51)).as("elsewhere").doesNotContain("own");
    }
    Fuse settled = new Fuse(new FuseSettings(50, OWN, 10_000, 0, 0, List.of()));
    fuse = settled;
    for (int i = 0; i < 50; i++) {
      seconds(1, 2);
      assertThat(vdo(2, 123_456_789, 50 + 2 / 60.0)).as("not ours").doesNotContain("own");
    }
  }

  @Test
  void ourOwnTransponderStandsInWhenItsMmsiIsSet() {
    fuse = new Fuse(new FuseSettings(50, OWN, 10_000, 0, 0, List.of()));
    assertThat(vdo(3, OWN, 50.5)).contains("\"own\":{\"lat\":50.5", "\"source\":3");
    ms = 1000;
    assertThat(sentence(2, gga(2, 1))).as("a better one, but new").isEqualTo("{}");
    for (int i = 0; i < 10; i++) {
      seconds(1, 2);
      vdo(3, OWN, 50.5);
    }
    assertThat(vdo(3, OWN, 50.5)).doesNotContain("own");
    ms += 6000;
    assertThat(vdo(3, OWN, 50.5)).contains("\"switched\":true", "\"previous\":\"mast\"");
  }

  @Test
  void ourOwnTransponderIsLearnedFromAReceiverOnItsLink() {
    seconds(3, 2);
    vdo(2, OWN, 50 + 2 / 60.0);
    vdo(2, 123_456_789, 50 + 2 / 60.0);
    vdo(2, OWN, 50 + 2 / 60.0);
    vdo(2, OWN, 50 + 2 / 60.0);
    ms += 6000;
    assertThat(vdo(2, OWN, 50 + 2 / 60.0)).as("twice in a row").doesNotContain("own");
    seconds(3, 2);
    for (int i = 0; i < 3; i++) {
      vdo(2, OWN, 50 + 2 / 60.0);
    }
    ms += 6000;
    assertThat(vdo(2, 123_456_789, 50 + 2 / 60.0)).doesNotContain("own");
    assertThat(vdo(2, OWN, 51)).contains("\"lat\":51", "\"switched\":true");
  }

  @Test
  void moreSourcesThanThereIsRoomForForgetTheOldest() {
    for (int link = 1; link < 30; link++) {
      ms += 10;
      sentence(link, gga(1, 1));
    }
    assertThat(sentence(1, gga(1, 1))).as("the current one is never forgotten").contains("own");
    Event state = new Event(16 * 1024);
    Fuse.beginState(state, 0, 0, 1, 16 * 1024);
    fuse.onEvent(state);
    json.clear();
    json.appendFused(state);
    String text = new String(json.array(), 0, json.length(), UTF_8);
    assertThat(text.split("\"device\"")).hasSize(OwnStation.MAX_SOURCES + 1);
  }

  /** Any sentence, tick or report, from a few links, at uneven times. */
  private void something(Random random, Event to) {
    ms += random.nextInt(random.nextInt(30) == 0 ? 8000 : 700);
    int link = 1 + random.nextInt(random.nextInt(20) == 0 ? 12 : 3);
    double minutes = link + random.nextInt(10) * 1e-3 + (random.nextInt(30) == 0 ? 20 : 0);
    String text =
        switch (random.nextInt(6)) {
          case 0 ->
              rmc(minutes, random.nextInt(6) == 0 ? 'V' : 'A', "AADENMS".charAt(random.nextInt(7)));
          case 1 -> "$LCGLL,50%07.4f,N,01000.0000,E,010000.00,A,A".formatted(minutes);
          case 2, 3 -> gga(minutes, random.nextInt(9));
          default -> null;
        };
    if (text != null) {
      byte[] line = (text + "\r\n").getBytes(US_ASCII);
      to.begin(FrameKind.FRAME, link, START + ms * MS);
      to.raw(line, 0, line.length);
      decoder.decode(to);
      validate.onEvent(to);
    } else if (random.nextBoolean()) {
      to.begin(FrameKind.TICK, 0, START + ms * MS);
      to.msg(Msg.TICK);
    } else {
      to.begin(FrameKind.FRAME, link, START + ms * MS);
      to.msg(Msg.AIS + (random.nextInt(5) == 0 ? 5 : 18));
      FieldWriter out = to.beginDecoded();
      out.integer(Field.MMSI, OWN + random.nextInt(10) / 9);
      out.bool(Field.OWN, random.nextInt(5) > 0);
      out.decimal(Field.LAT, 500_000_000 + random.nextInt(1_000_000), 7);
      out.decimal(Field.LON, 100_000_000, 7);
      to.endDecoded();
    }
  }

  @Test
  void aStageThatWasRestoredMakesTheSameOfAllLaterEvents() {
    Random random = new Random(8);
    fuse = new Fuse(10);
    int told = 0;
    int switched = 0;
    int stale = 0;
    for (int round = 0; round < 60; round++) {
      Fuse restored = new Fuse(10);
      int parts = fuse.stateParts(4096);
      Event state = new Event(4096);
      for (int part = 0; part < parts; part++) {
        Fuse.beginState(state, 5, part, parts, 4096);
        fuse.onEvent(state);
        assertThat(state.has(Flag.OVERFLOW)).isFalse();
        restored.restore(state);
        Event again = new Event(4096);
        again.copyInput(state);
        restored.onEvent(again);
        assertThat(record(again)).isEqualTo(record(state));
      }
      for (int i = 0; i < 300; i++) {
        something(random, event);
        Event other = new Event(4096);
        other.copyInput(event);
        fuse.onEvent(event);
        restored.onEvent(other);
        assertThat(record(other)).isEqualTo(record(event));
        told += text().contains("\"own\"") ? 1 : 0;
        switched += text().contains("switched") ? 1 : 0;
        stale += text().contains("\"stale\"") ? 1 : 0;
      }
    }
    assertThat(told).isGreaterThan(2000);
    assertThat(switched).isGreaterThan(100);
    assertThat(stale).isGreaterThan(30);
  }

  private static byte[] record(Event from) {
    return Arrays.copyOf(from.array(), from.length());
  }

  @Test
  void nothingIsAllocated() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Event[] events = new Event[4000];
    Random random = new Random(12);
    for (int i = 0; i < events.length; i++) {
      events[i] = new Event(4096);
      something(random, events[i]);
    }
    long before = 0;
    for (int round = 0; round < 6; round++) {
      before = threads.getCurrentThreadAllocatedBytes();
      for (Event each : events) {
        validate.onEvent(each);
        each.clearFused();
        fuse.onEvent(each);
      }
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat((double) bytes / events.length).as("B per event").isLessThan(0.1);
  }
}
