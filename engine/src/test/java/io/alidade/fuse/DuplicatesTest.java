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
import io.alidade.event.Quality;
import io.alidade.protocol.Decoder;
import io.alidade.protocol.kiss.KissDecoder;
import io.alidade.protocol.nmea.NmeaDecoder;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
  private static final long MS = 1_000_000L;
  private static final long START = 1_764_032_400_000L * MS;
  private static final String POSITION = "VDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0";

  private final Duplicates duplicates = new Duplicates(10_000);
  private final Decoder nmea = new NmeaDecoder(false);
  private final Event event = new Event(4096);
  private long sequence;

  /** What a stage makes of the event: its {@code heard} message, or null when it is no copy. */
  private String heard(Duplicates stage) {
    FieldWriter out = event.beginFused();
    boolean copy = stage.isCopy(event, out);
    event.endFused();
    assertThat(event.has(Flag.DUPLICATE)).isEqualTo(copy);
    if (!copy) {
      assertThat(event.fusedLength()).isZero();
      return null;
    }
    EventJson json = new EventJson(new Links("north", "south", "west", "east"), false, false);
    json.appendFused(event);
    return new String(json.array(), 0, json.length(), UTF_8);
  }

  private void received(int link, long ms, String sentence) {
    byte[] line = (sentence + "\r\n").getBytes(US_ASCII);
    event.begin(FrameKind.FRAME, link, START + ms * MS);
    event.sequence(++sequence);
    event.raw(line, 0, line.length);
    nmea.decode(event);
  }

  private String sentence(int link, long ms, String sentence) {
    received(link, ms, sentence);
    return heard(duplicates);
  }

  /** With something after the checksum. */
  private String sentence(int link, long ms, String sentence, String after) {
    return sentence(link, ms, "%s*%s%s".formatted(sentence, sum(sentence.substring(1)), after));
  }

  private static String tagged(String block, String sentence) {
    return "\\%s*%s\\%s".formatted(block, sum(block), sentence);
  }

  private static String sum(String text) {
    return "%02X".formatted(text.chars().reduce(0, (a, b) -> a ^ b));
  }

  private String of(int link, long ms, int msg, Consumer<FieldWriter> fields) {
    event.begin(FrameKind.FRAME, link, START + ms * MS);
    event.sequence(++sequence);
    event.msg(msg);
    fields.accept(event.beginDecoded());
    event.endDecoded();
    return heard(duplicates);
  }

  @Test
  void aCopyFromAnotherLinkTellsWhoHeardItAndWhen() {
    assertThat(sentence(1, 0, "!AI" + POSITION)).isNull();
    assertThat(sentence(2, 20, "!BS" + POSITION.replace(",A,", ",B,")))
        .isEqualTo(
            "{\"heard\":{\"first\":1,\"by\":["
                + "{\"link\":\"north\",\"rx\":\"2025-11-25T01:00:00.000000000Z\",\"seq\":1},"
                + "{\"link\":\"south\",\"rx\":\"2025-11-25T01:00:00.020000000Z\",\"seq\":2}],"
                + "\"best\":1}}");
    assertThat(event.quality()).as("a remark").isEqualTo(Quality.GOOD);
    assertThat(sentence(3, 30, "!AI" + POSITION)).contains("\"first\":1", "west", "\"seq\":3");
  }

  @Test
  void theReceiversOwnClockAndRemarksDoNotMatter() {
    sentence(1, 0, "!AI" + POSITION);
    assertThat(sentence(2, 1, tagged("s:there,c:1264032400", "!AB" + POSITION))).isNotNull();
    assertThat(event.has(Flag.TAGBLOCK)).isFalse();
    assertThat(sentence(3, 2, "!AI" + POSITION, ",d-067,S1234,T56.13,r003669958,1085889680"))
        .isNotNull();
    assertThat(sentence(4, 3, "!AI" + POSITION.replace("VDM", "VDO"))).isNotNull();
  }

  @Test
  void anotherMessageIsNoCopy() {
    sentence(1, 0, "!AI" + POSITION);
    assertThat(sentence(2, 1, "!AI" + POSITION.replace("069D", "069E"))).isNull();
  }

  @Test
  void theSameAfterTheWindowIsNoCopy() {
    sentence(1, 0, "!AI" + POSITION);
    assertThat(sentence(2, 10_000, "!AI" + POSITION)).isNotNull();
    assertThat(sentence(3, 10_001, "!AI" + POSITION)).isNull();
  }

  @Test
  void theSameLinkRepeatingItselfTransmitsAgain() {
    assertThat(sentence(1, 0, "!AI" + POSITION)).isNull();
    assertThat(sentence(1, 1000, "!AI" + POSITION)).isNull();
    assertThat(sentence(2, 1020, "!AI" + POSITION)).as("the newest").contains("\"first\":2");
    assertThat(sentence(2, 1040, "!AI" + POSITION)).as("the other").contains("\"first\":1");
    assertThat(sentence(2, 2000, "!AI" + POSITION)).as("north lost this one").isNull();
    assertThat(sentence(1, 2500, "!AI" + POSITION)).contains("\"first\":5");
  }

  @Test
  void stationsOnOneLinkAreReceiversOfTheirOwn() {
    assertThat(sentence(1, 0, "!AI" + POSITION, ",r1,1085889680")).isNull();
    assertThat(sentence(1, 1, "!AI" + POSITION, ",r2,1085889680")).contains("\"first\":1");
    assertThat(sentence(1, 2, "!AI" + POSITION, ",r2,1085889680")).isNull();
  }

  @Test
  void aRepeatersCopyIsACopy() {
    assertThat(sentence(1, 0, "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0")).isNull();
    // The same with repeat indicator 1: bit 6 and 7 of the message.
    assertThat(sentence(2, 1, "!AIVDM,1,1,,A,1Cu?etPv2;0n:dDPwUM1U1Cb069D,0")).isNotNull();
  }

  @Test
  void fragmentsAndTheWholeMessageAreCopies() {
    String first = "!AIVDM,2,1,%d,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0";
    String second = "!AIVDM,2,2,%d,A,88888888880,2";
    assertThat(sentence(1, 0, first.formatted(1))).isNull();
    assertThat(sentence(2, 1, first.formatted(7))).isNotNull();
    assertThat(sentence(2, 2, second.formatted(7))).isNull();
    assertThat(event.msg()).isEqualTo(Msg.AIS + 5);
    assertThat(sentence(1, 3, second.formatted(1))).contains("\"first\":3");
  }

  @Test
  void whatReceiversAndInstrumentsSayOfThemselvesIsNeverACopy() {
    String fix = "$GPGGA,001038.00,3334.2313457,N,11211.0576940,W,2,04,5.4,354.682,M,,,,";
    assertThat(sentence(1, 0, fix)).isNull();
    assertThat(sentence(2, 1, fix)).isNull();
    assertThat(sentence(1, 0, "$PGRME,15.0,M,45.0,M,25.0,M")).isNull();
    assertThat(sentence(2, 1, "$PGRME,15.0,M,45.0,M,25.0,M")).isNull();
  }

  @Test
  void anInvalidEventIsNeverACopy() {
    sentence(1, 0, "!AI" + POSITION + "*00");
    assertThat(event.quality()).isEqualTo(Quality.INVALID);
    assertThat(sentence(2, 1, "!AI" + POSITION + "*00")).isNull();
    assertThat(sentence(3, 2, "!AI" + POSITION)).isNull();
  }

  private static Consumer<FieldWriter> frame(int corrected, int missing) {
    return out -> {
      out.integer(Field.SCID, 1);
      out.integer(Field.VCID, 2);
      out.integer(Field.VCFC, 255);
      if (missing > 0) {
        out.integer(Field.MISSING, missing);
      }
      out.integer(Field.CORRECTED, corrected);
      out.hex(Field.DIGEST, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, 8);
    };
  }

  @Test
  void theBestCopyIsTheGoodOneWithFewestSymbolsCorrectedAndThenTheEarliest() {
    assertThat(of(1, 0, Msg.CCSDS_FRAME, frame(7, 0))).isNull();
    assertThat(of(2, 1, Msg.CCSDS_FRAME, frame(3, 5))).contains("\"best\":2");
    assertThat(of(3, 2, Msg.CCSDS_FRAME, frame(3, 0))).contains("\"best\":2");
    assertThat(of(4, 3, Msg.CCSDS_FRAME, frame(9, 0))).contains("\"best\":2");
  }

  @Test
  void aGoodCopyIsBetterThanASuspectOne() {
    received(1, 0, "!AI" + POSITION);
    event.suspect(Flag.LENGTH);
    assertThat(heard(duplicates)).isNull();
    assertThat(sentence(2, 1, "!AI" + POSITION)).contains("\"first\":1", "\"best\":2");
  }

  @Test
  void packetsAreKnownByWhatIsInThemNotByWhatWasMissing() {
    Consumer<FieldWriter> packet =
        out -> {
          out.integer(Field.APID, 5);
          out.integer(Field.SEQCOUNT, 16_383);
          out.hex(Field.DATA, new byte[] {1, 2}, 0, 2);
        };
    assertThat(of(1, 0, Msg.CCSDS_PACKET, packet)).isNull();
    assertThat(
            of(
                2,
                1,
                Msg.CCSDS_PACKET,
                out -> {
                  out.integer(Field.VCID, 3);
                  out.integer(Field.APID, 5);
                  out.integer(Field.SEQCOUNT, 16_383);
                  out.integer(Field.MISSING, 4);
                  out.bool(Field.OUT_OF_ORDER, true);
                  out.hex(Field.DATA, new byte[] {1, 2}, 0, 2);
                  out.beginObject(Field.LIMITS);
                  out.text(2000, new byte[] {'x'}, 0, 1);
                  out.endNested();
                }))
        .isNotNull();
    assertThat(of(2, 2, Msg.CCSDS_PACKET, out -> out.integer(Field.APID, 5))).isNull();
  }

  @Test
  void kissFramesAreKnownWithoutPortAndTime() {
    Decoder first = new KissDecoder();
    Decoder second = new KissDecoder();
    byte[] ui = new byte[19];
    String callsigns = "ABC   DEF   ";
    for (int i = 0; i < callsigns.length(); i++) {
      ui[1 + i + i / 6] = (byte) (callsigns.charAt(i) << 1);
    }
    ui[7] = 0x60;
    ui[14] = 0x61; // the last address
    ui[15] = 3;
    ui[16] = (byte) 0xF0;
    ui[17] = 'h';
    ui[18] = 'i';
    assertThat(kiss(first, 1, ui)).isNull();
    byte[] stamp = {9, 0, 0, 1, 0x50, 0, 0, 0, 0};
    assertThat(kiss(second, 2, stamp)).isNull();
    ui[0] = 0x30;
    assertThat(kiss(second, 2, ui)).contains("\"first\":1");
    assertThat(event.decoded().find(Field.T_MS)).isTrue();
    ui[ui.length - 1] = 'o';
    assertThat(kiss(second, 2, ui)).isNull();
  }

  private String kiss(Decoder decoder, int link, byte[] content) {
    byte[] frame = new byte[content.length + 2];
    System.arraycopy(content, 0, frame, 1, content.length);
    frame[0] = (byte) 0xC0;
    frame[frame.length - 1] = (byte) 0xC0;
    event.begin(FrameKind.FRAME, link, START);
    event.sequence(++sequence);
    event.raw(frame, 0, frame.length);
    decoder.decode(event);
    assertThat(event.quality()).isNotEqualTo(Quality.INVALID);
    return heard(duplicates);
  }

  @Test
  void aClockThatWasSetBackIsNoReasonToRememberForEver() {
    sentence(1, 3_600_000, "!AI" + POSITION);
    assertThat(sentence(2, 0, "!AI" + POSITION)).isNull();
    assertThat(sentence(1, 10, "!AI" + POSITION)).isNotNull();
  }

  @Test
  void withoutAWindowThereAreNoCopies() {
    Duplicates never = new Duplicates(0);
    for (int link = 1; link < 4; link++) {
      received(link, 0, "!AI" + POSITION);
      assertThat(heard(never)).isNull();
    }
    assertThat(never.stateParts(1000)).isZero();
  }

  @Test
  void moreThanThereIsRoomForForgetsTheOldest() {
    int count = Duplicates.CAPACITY + 100;
    for (int i = 0; i < count; i++) {
      int mmsi = i;
      assertThat(of(1, 0, Msg.AIS + 1, out -> out.integer(Field.MMSI, mmsi))).isNull();
    }
    int copies = 0;
    for (int i = count - 1; i >= 0; i--) {
      int mmsi = i;
      copies += of(2, 1, Msg.AIS + 1, out -> out.integer(Field.MMSI, mmsi)) == null ? 0 : 1;
    }
    // What is no copy any more takes the place of another's, which comes later.
    assertThat(copies).isBetween(Duplicates.CAPACITY - 100, Duplicates.CAPACITY);
  }

  @Test
  void equalFramesWithoutEndCostABoundedSearch() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(of(1, i / 100, Msg.AIS + 1, out -> out.integer(Field.MMSI, 1))).isNull();
    }
    for (int i = 0; i < 50; i++) {
      assertThat(of(2, 1000, Msg.AIS + 1, out -> out.integer(Field.MMSI, 1))).isNotNull();
    }
  }

  /** Random transmissions, each heard by some of four receivers; from few, so that many repeat. */
  private void something(Random random, Event to) {
    int link = 1 + random.nextInt(3);
    to.begin(FrameKind.FRAME, link, START + sequence * 7 * MS);
    to.sequence(++sequence);
    to.msg(random.nextInt(4) == 0 ? Msg.CCSDS_FRAME : Msg.AIS + 1);
    int identity = random.nextInt(40);
    FieldWriter out = to.beginDecoded();
    out.integer(Field.MMSI, identity);
    out.integer(Field.SCID, identity);
    out.integer(Field.CORRECTED, random.nextInt(5));
    if (random.nextInt(3) == 0) {
      out.text(Field.SOURCE, "station");
    }
    to.endDecoded();
    if (random.nextInt(20) == 0) {
      to.suspect(Flag.RANGE);
    }
  }

  private static byte[] record(Event from) {
    return Arrays.copyOf(from.array(), from.length());
  }

  private static void copy(Fuse from, Fuse to, int room) {
    int parts = from.stateParts(room);
    Event state = new Event(room);
    for (int part = 0; part < parts; part++) {
      Fuse.beginState(state, 5, part, parts, room);
      from.onEvent(state);
      assertThat(state.has(Flag.OVERFLOW)).isFalse();
      to.restore(state);
      Event again = new Event(room);
      again.copyInput(state);
      to.onEvent(again);
      assertThat(record(again)).isEqualTo(record(state));
    }
  }

  @Test
  void aStageThatWasRestoredInTheWindowMakesTheSameOfAllLaterEvents() {
    Random random = new Random(5);
    for (int round = 0; round < 6; round++) {
      Fuse live = new Fuse(50);
      Event one = new Event(2048);
      for (int i = 0; i < random.nextInt(3000); i++) {
        something(random, one);
        live.onEvent(one);
      }
      Fuse restored = new Fuse(50);
      copy(live, restored, round % 2 == 0 ? 16 * 1024 : 2400);
      int copies = 0;
      for (int i = 0; i < 2000; i++) {
        something(random, one);
        Event other = new Event(2048);
        other.copyInput(one);
        live.onEvent(one);
        restored.onEvent(other);
        assertThat(record(other)).isEqualTo(record(one));
        copies += one.has(Flag.DUPLICATE) ? 1 : 0;
      }
      assertThat(copies).isGreaterThan(500);
      copy(live, restored, 4096);
    }
  }

  @Test
  void aStateHasNoFramesWhileThereIsOneReceiverOnly() {
    Fuse live = new Fuse(50);
    for (int i = 0; i < 1000; i++) {
      received(1, i, "!AI" + POSITION);
      live.onEvent(event);
    }
    assertThat(live.stateParts(2400)).isEqualTo(1);
    Fuse restored = new Fuse(50);
    copy(live, restored, 2400);
    received(2, 1000, "!AI" + POSITION);
    live.onEvent(event);
    assertThat(event.has(Flag.DUPLICATE)).as("live and restored forget alike").isFalse();
    restored.onEvent(event);
    assertThat(event.has(Flag.DUPLICATE)).isFalse();
    copy(live, restored, 2400);
  }

  @Test
  void nothingIsAllocated() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Fuse stage = new Fuse(50);
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      something(random, event);
      stage.onEvent(event);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    int seed = 9;
    for (int i = 0; i < 20_000; i++) {
      seed = seed * 1_103_515_245 + 12_345;
      event.begin(FrameKind.FRAME, 1 + (seed >>> 30 & 1), START + i * MS);
      event.sequence(++sequence);
      event.msg(Msg.AIS + 1);
      FieldWriter out = event.beginDecoded();
      out.integer(Field.MMSI, seed >>> 20 & 63);
      event.endDecoded();
      stage.onEvent(event);
    }
    assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 20_000.0).isLessThan(0.1);
  }
}
