package io.alidade.validate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;
import io.alidade.protocol.nmea.NmeaDecoder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates, motion, times and contradictions: each found, not found where there is none, and over. */
class PlausibilityTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String NOW = "2026-11-25T12:00:00Z";

  private final Validate validate = new Validate();
  private final NmeaDecoder decoder = new NmeaDecoder();
  private final Event event = new Event(2048);
  private long step = SECOND;
  private long now = Instant.parse(NOW).getEpochSecond() * SECOND;

  private Event judged(int link, String sentence) {
    String body = sentence.substring(sentence.indexOf('$') + 1);
    String sum = "*%02X\r\n".formatted(body.chars().reduce(0, (a, b) -> a ^ b));
    byte[] line = (sentence + sum).getBytes(US_ASCII);
    event.begin(FrameKind.FRAME, link, now);
    event.raw(line, 0, line.length);
    decoder.decode(event);
    assertThat(event.quality()).as(sentence).isEqualTo(Quality.GOOD);
    validate.onEvent(event);
    return event;
  }

  private Event judged(int msg, Consumer<FieldWriter> fields) {
    event.begin(FrameKind.FRAME, 1, now);
    event.msg(msg);
    fields.accept(event.beginDecoded());
    event.endDecoded();
    validate.onEvent(event);
    return event;
  }

  private boolean flagged(Flag flag, String sentence) {
    now += step;
    return judged(1, sentence).has(flag);
  }

  private void session(String... uris) {
    event.begin(FrameKind.SESSION, 0, now);
    event.msg(Msg.SESSION);
    FieldWriter out = event.beginDecoded();
    out.beginArray(Field.LINKS);
    for (String uri : uris) {
      out.beginObject(Field.LINKS);
      out.text(Field.NAME, "a");
      out.text(Field.URI, uri);
      out.endNested();
    }
    out.endNested();
    event.endDecoded();
    validate.onEvent(event);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$SDDPT,20.0,0.5,     | $SDDPT,60.0,0.5,      | $SDDPT,25.0,0.5,",
        "$SDDBT,,f,20.0,M,,F  | $SDDBT,,f,60.0,M,,F   | $SDDBT,,f,20.4,M,,F",
        "$HEHDT,350.0,T       | $HEHDT,200.0,T        | $HEHDT,10.0,T",
        "$HCHDG,350.0,,,,     | $HCHDG,150.0,,,,      | $HCHDG,340.0,,,,",
        "$HCHDM,90.0,M        | $HCHDM,270.0,M        | $HCHDM,95.0,M",
        "$GPVTG,,T,,M,10.0,N,18.5,K,A | $GPVTG,,T,,M,90.0,N,166.7,K,A | $GPVTG,,T,,M,12.0,N,22.2,K,A",
        "$VWVHW,,T,,M,5.0,N,, | $VWVHW,,T,,M,50.0,N,, | $VWVHW,,T,,M,6.0,N,,",
        "$WIMWV,10.0,R,20.0,N,A | $WIMWV,10.0,R,140.0,N,A | $WIMWV,10.0,R,30.0,N,A",
        "$YXMTW,15.0,C        | $YXMTW,25.0,C         | $YXMTW,15.2,C",
        "$WIMTA,15.0,C        | $WIMTA,35.0,C         | $WIMTA,15.2,C",
      })
  void aValueThatChangesFasterThanItCanIsSuspectUntilFiveAgree(
      String before, String far, String near) {
    step = SECOND / 10;
    assertThat(flagged(Flag.RATE, before)).isFalse();
    assertThat(flagged(Flag.RATE, near)).isFalse();
    assertThat(flagged(Flag.RATE, far)).isTrue();
    assertThat(event.quality()).isEqualTo(Quality.SUSPECT);
    assertThat(flagged(Flag.RATE, near)).as("one outlier").isFalse();
    for (int i = 0; i < 4; i++) {
      assertThat(flagged(Flag.RATE, far)).isTrue();
    }
    assertThat(flagged(Flag.RATE, far)).as("the fifth").isFalse();
    assertThat(flagged(Flag.RATE, far)).isFalse();
    now += 600 * SECOND;
    assertThat(flagged(Flag.RATE, near)).as("there was time").isFalse();
  }

  @Test
  void valuesThatDoNotAgreeWithEachOtherAreNeverBelieved() {
    step = SECOND / 10;
    flagged(Flag.RATE, "$SDDPT,20.0,0.5,");
    for (int i = 0; i < 50; i++) {
      assertThat(flagged(Flag.RATE, "$SDDPT," + (i % 2 == 0 ? 300 : 600) + ".0,0.5,")).isTrue();
    }
    assertThat(flagged(Flag.RATE, "$SDDPT,300.0,0.5,"))
        .as("in time everything is possible")
        .isTrue();
    assertThat(flagged(Flag.RATE, "$SDDPT,21.0,0.5,")).isFalse();
  }

  @Test
  void ratesAreOfOneInstrumentEach() {
    assertThat(flagged(Flag.RATE, "$HEHDT,10.0,T")).isFalse();
    assertThat(flagged(Flag.RATE, "$HCHDT,190.0,T")).as("another talker").isFalse();
    assertThat(flagged(Flag.RATE, "$HETHS,190.0,A")).as("another sentence").isFalse();
    now += SECOND;
    assertThat(judged(2, "$HEHDT,190.0,T").has(Flag.RATE)).as("another link").isFalse();
    assertThat(flagged(Flag.RATE, "$WIMWV,10.0,R,20.0,N,A")).isFalse();
    assertThat(flagged(Flag.RATE, "$WIMWV,10.0,T,150.0,N,A")).as("true wind").isFalse();
    assertThat(flagged(Flag.RATE, "$WIMWV,10.0,R,150.0,N,V")).as("it says so itself").isFalse();
  }

  @Test
  void aBurstOfWhatALinkHeldBackIsNoFastChange() {
    for (int i = 0; i < 60; i++) {
      now += 1000;
      assertThat(judged(1, "$HEHDT," + i * 5 + ".0,T").flags()).isZero();
      assertThat(judged(1, "$GPGLL,5000.%02d,N,01000.00,E,120000.00,A,A".formatted(i)).flags())
          .isZero();
    }
  }

  @Test
  void aNewSessionKnowsNoValues() {
    flagged(Flag.RATE, "$HEHDT,10.0,T");
    flagged(Flag.JUMP, "$GPGLL,5000.00,N,01000.00,E,120000.00,A,A");
    session("tcp://127.0.0.1:1?protocol=nmea");
    assertThat(flagged(Flag.RATE, "$HEHDT,190.0,T")).isFalse();
    assertThat(flagged(Flag.JUMP, "$GPGLL,1000.00,N,01000.00,E,120000.00,A,A")).isFalse();
  }

  private static String fix(double lat, double lon) {
    double la = Math.abs(lat);
    double lo = Math.abs(lon);
    return "$GPGLL,%02d%07.4f,%s,%03d%07.4f,%s,120000.00,A,A"
        .formatted(
            (int) la,
            (la - (int) la) * 60,
            lat < 0 ? "S" : "N",
            (int) lo,
            (lo - (int) lo) * 60,
            lon < 0 ? "W" : "E");
  }

  @Test
  void aPositionThrownAThousandKilometresIsSuspectAndBackIsBelievedAtOnce() {
    for (int i = 0; i < 300; i++) {
      assertThat(flagged(Flag.JUMP, fix(50 + i * 1e-4, 10))).isFalse();
    }
    // Spoofed for five minutes to a place that holds still: believed from the fifth on.
    int suspect = 0;
    for (int i = 0; i < 300; i++) {
      suspect += flagged(Flag.JUMP, fix(59, 10)) ? 1 : 0;
    }
    assertThat(suspect).isEqualTo(4);
    suspect = 0;
    for (int i = 0; i < 300; i++) {
      suspect += flagged(Flag.JUMP, fix(50.05 + i * 1e-4, 10)) ? 1 : 0;
    }
    assertThat(suspect).as("back within five").isEqualTo(4);
    // Jammed: each fix elsewhere; the first true one is believed at once.
    for (int i = 0; i < 300; i++) {
      assertThat(flagged(Flag.JUMP, fix(-50 + i % 3 * 10, i % 2 * 20 - 10))).isTrue();
    }
    assertThat(flagged(Flag.JUMP, fix(50.08, 10))).isFalse();
  }

  @Test
  void distanceCountsByTheTimeItTook() {
    flagged(Flag.JUMP, fix(50, 10));
    assertThat(flagged(Flag.JUMP, fix(50.1, 10))).as("11 km in a second").isTrue();
    now += 600 * SECOND;
    assertThat(flagged(Flag.JUMP, fix(50.1, 10))).as("in ten minutes").isFalse();
  }

  @Test
  void theDateLineAndThePolesAreNoJump() {
    flagged(Flag.JUMP, fix(10, 179.9999));
    assertThat(flagged(Flag.JUMP, fix(10, -179.9999))).isFalse();
    now += 86_400 * SECOND;
    flagged(Flag.JUMP, fix(89.9999, 10));
    assertThat(flagged(Flag.JUMP, fix(89.9999, -170))).isFalse();
  }

  @Test
  void theTalkersOfOneReceiverAreOneAndAnotherLinkIsAnother() {
    flagged(Flag.JUMP, fix(50, 10));
    assertThat(flagged(Flag.JUMP, fix(20, 10).replace("$GP", "$GN"))).isTrue();
    assertThat(flagged(Flag.JUMP, fix(20, 10).replace("$GP", "$LC"))).as("Loran").isFalse();
    now += SECOND;
    assertThat(judged(2, fix(20, 10)).has(Flag.JUMP)).isFalse();
    assertThat(flagged(Flag.JUMP, fix(20, 10).replace("A,A", "V,N"))).as("no fix").isFalse();
  }

  private static String rmc(String date) {
    return "$GPRMC,120000.00,A,5000.00,N,01000.00,E,0.0,0.0," + date + ",,,A";
  }

  @Test
  void aDateOfALiveLinkIsThatOfReception() {
    session("tcp://127.0.0.1:1?protocol=nmea");
    assertThat(judged(1, rmc("251126")).flags()).isZero();
    assertThat(judged(1, rmc("241126")).has(Flag.TIME)).isTrue();
    assertThat(event.quality()).isEqualTo(Quality.SUSPECT);
    assertThat(event.decoded().find(Field.DATE)).as("kept as received").isTrue();
    assertThat(judged(1, rmc("261126")).has(Flag.TIME)).isTrue();
    assertThat(judged(1, rmc("251126")).flags()).as("recovers").isZero();
    assertThat(judged(1, "$GPZDA,120500.00,25,11,2026,00,00").flags()).isZero();
    assertThat(judged(1, "$GPZDA,121500.00,25,11,2026,00,00").has(Flag.TIME)).isTrue();
    assertThat(judged(1, "$GPZDA,120000.00,25,11,2107,00,00").has(Flag.TIME)).isTrue();
    assertThat(judged(1, "$GPRMC,,V,,,,,,,251126,,,N").flags()).as("no time").isZero();
    assertThat(judged(1, "$GPRMC,,V,,,,,,,231126,,,N").has(Flag.TIME)).isTrue();
  }

  @Test
  void aTimeOfDayWithoutADateIsComparedAroundMidnight() {
    session("tcp://127.0.0.1:1?protocol=nmea");
    String gga = "$GPGGA,%s,5000.00,N,01000.00,E,1,08,1.0,10.0,M,45.0,M,,";
    assertThat(judged(1, gga.formatted("115959.00")).flags()).isZero();
    assertThat(judged(1, gga.formatted("130000.00")).has(Flag.TIME)).isTrue();
    now = Instant.parse("2026-11-26T00:00:02Z").getEpochSecond() * SECOND;
    assertThat(judged(1, gga.formatted("235959.00")).flags()).isZero();
    now -= 4 * SECOND;
    assertThat(judged(1, gga.formatted("000000.00")).flags()).isZero();
  }

  @Test
  void theLeapSecondIsATime() {
    session("tcp://127.0.0.1:1?protocol=nmea");
    now = Instant.parse("2017-01-01T00:00:00Z").getEpochSecond() * SECOND;
    assertThat(judged(1, "$GPZDA,235960.00,31,12,2016,00,00").flags()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:/a?protocol=nmea", "stdin:?protocol=nmea"})
  void aRecordingMayBeOfAnyAgeButNotOfTheFutureNorByEpochs(String uri) {
    session(uri);
    assertThat(judged(1, rmc("230394")).flags()).isZero();
    assertThat(judged(1, "$GPZDA,120000.00,27,11,2026,00,00").has(Flag.TIME)).isTrue();
    assertThat(judged(1, rmc("110407")).has(Flag.TIME)).as("7168 days before").isTrue();
    assertThat(judged(1, rmc("100407")).flags()).isZero();
    assertThat(judged(1, "$GPGLL,5000.00,N,01000.00,E,030000.00,A,A").flags()).isZero();
  }

  @Test
  void aRecordingsOwnTimesJudgeItsDates() {
    session("stdin:?protocol=nmea");
    // 2015-01-01T12:00:00Z, and a receiver that is 1024 weeks behind.
    String block = "c:1420113600";
    String tag = "\\%s*%02X\\".formatted(block, block.chars().reduce(0, (a, b) -> a ^ b));
    assertThat(judged(1, tag + rmc("010115")).flags()).isZero();
    String old = LocalDate.of(2015, 1, 1).minusDays(7168).toString();
    String date = old.substring(8) + old.substring(5, 7) + old.substring(2, 4);
    assertThat(judged(1, tag + rmc(date)).has(Flag.TIME)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aRollOverIsCorrectedOnlyWhereTheLinkSaysSo(int epochs) {
    LocalDate wrong = LocalDate.of(2026, 11, 25).minusDays(7168L * epochs);
    String zda =
        "$GPZDA,120000.00,%02d,%02d,%d,00,00"
            .formatted(wrong.getDayOfMonth(), wrong.getMonthValue(), wrong.getYear());
    session("tcp://127.0.0.1:1?protocol=nmea", "tcp://h:2?protocol=nmea&rollover=correct&name=b");
    assertThat(judged(1, zda).has(Flag.TIME)).isTrue();
    assertThat(event.decoded().find(Field.DATE_CORRECTED)).isFalse();
    assertThat(judged(2, zda).has(Flag.TIME)).isTrue();
    assertThat(event.decoded().find(Field.DATE_CORRECTED)).isTrue();
    var corrected = event.decoded();
    corrected.find(Field.DATE_CORRECTED);
    assertThat(corrected.text()).isEqualTo("2026-11-25");
    var received = event.decoded();
    received.find(Field.DATE);
    assertThat(received.text()).isEqualTo(wrong.toString());
    assertThat(judged(2, "$GPZDA,120000.00,25,11,2026,00,00").flags()).isZero();
    assertThat(event.decoded().find(Field.DATE_CORRECTED)).isFalse();
    assertThat(judged(2, "$GPZDA,120000.00,25,11,2019,00,00").has(Flag.TIME)).isTrue();
    assertThat(event.decoded().find(Field.DATE_CORRECTED)).as("not by epochs").isFalse();
  }

  @Test
  void correctedDatesAreRightOnEveryDay() {
    session("tcp://127.0.0.1:1?protocol=nmea&rollover=correct");
    for (LocalDate day = LocalDate.of(2020, 1, 1); day.getYear() < 2033; day = day.plusDays(13)) {
      now = day.toEpochDay() * 86_400 * SECOND + 43_200 * SECOND;
      LocalDate wrong = day.minusDays(7168);
      judged(
          1,
          "$GPZDA,120000.00,%02d,%02d,%d,00,00"
              .formatted(wrong.getDayOfMonth(), wrong.getMonthValue(), wrong.getYear()));
      var corrected = event.decoded();
      assertThat(corrected.find(Field.DATE_CORRECTED)).isTrue();
      assertThat(corrected.text()).isEqualTo(day.toString());
    }
  }

  @Test
  void whileOurOwnClockIsNotSetNothingIsJudgedByIt() {
    session("tcp://127.0.0.1:1?protocol=nmea");
    now = 5 * SECOND;
    assertThat(judged(1, rmc("251126")).flags()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "4, 2026, false",
    "11, 2026, false",
    "4, 4161, true",
    "4, 2025, true",
    "11, 2107, true"
  })
  void aBaseStationsTimeIsJudgedToo(int type, int year, boolean flagged) {
    session("tcp://127.0.0.1:1?protocol=nmea");
    String time = year + "-11-25T11:59:59Z";
    judged(Msg.AIS + type, out -> out.text(Field.TIMESTAMP, time));
    assertThat(event.has(Flag.TIME)).isEqualTo(flagged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | $GPRMC,120000.00,A,5000.00,N,01000.00,E,0.0,0.0,251126,,,N",
        "true  | $GPRMC,120000.00,V,5000.00,N,01000.00,E,0.0,0.0,251126,,,A",
        "false | $GPRMC,120000.00,V,5000.00,N,01000.00,E,0.0,0.0,251126,,,N",
        "false | $GPRMC,120000.00,A,5000.00,N,01000.00,E,0.0,0.0,251126,,,E",
        "false | $GPRMC,120000.00,A,5000.00,N,01000.00,E,0.0,0.0,251126,,",
        "true  | $GPGLL,5000.00,N,01000.00,E,120000.00,A,N",
        "false | $GPGLL,5000.00,N,01000.00,E,120000.00,A,D",
        "true  | $GPGGA,120000.00,5000.00,N,01000.00,E,1,00,1.0,10.0,M,45.0,M,,",
        "false | $GPGGA,120000.00,5000.00,N,01000.00,E,1,,1.0,10.0,M,45.0,M,,",
        "false | $GPGGA,120000.00,5000.00,N,01000.00,E,6,00,1.0,10.0,M,45.0,M,,",
        "true  | $GNGNS,120000.00,5000.00,N,01000.00,E,AN,00,1.0,10.0,45.0,,",
        "false | $GNGNS,120000.00,5000.00,N,01000.00,E,NN,00,1.0,10.0,45.0,,",
        "true  | $GPVTG,10.0,T,,M,10.0,N,28.5,K,A",
        "false | $GPVTG,10.0,T,,M,10.0,N,18.5,K,A",
        "false | $GPVTG,10.0,T,,M,10,N,19,K,A",
        "false | $GPVTG,10.0,T,,M,10.0,N,,K,A",
        "true  | $VWVHW,,T,,M,5.0,N,19.3,K",
        "true  | $WIMWD,10.0,T,,M,20.0,N,20.0,M",
        "false | $WIMWD,10.0,T,,M,20.0,N,10.3,M",
      })
  void fieldsThatCannotBothBeTrueContradict(boolean contradict, String sentence) {
    assertThat(flagged(Flag.CONTRADICTION, sentence)).isEqualTo(contradict);
    assertThat(flagged(Flag.CONTRADICTION, rmc("251126"))).as("over").isFalse();
  }

  private boolean hasGap(int apid, String flags, Flag known) {
    event.begin(FrameKind.DERIVED, 1, now);
    event.msg(Msg.CCSDS_PACKET);
    FieldWriter out = event.beginDecoded();
    out.integer(Field.APID, apid);
    out.text(Field.SEQFLAGS, flags);
    event.endDecoded();
    long before = 0;
    if (known != null) {
      event.remark(known);
      before = known.bit;
    }
    validate.onEvent(event);
    assertThat(event.quality()).isEqualTo(Quality.GOOD);
    return event.flags() != before;
  }

  @Test
  void segmentsOfAPacketAreFirstContinuationsLast() {
    assertThat(hasGap(5, "continuation", null)).as("joined in the middle").isFalse();
    assertThat(hasGap(5, "last", null)).isFalse();
    assertThat(hasGap(5, "unsegmented", null)).isFalse();
    assertThat(hasGap(5, "first", null)).isFalse();
    assertThat(hasGap(6, "unsegmented", null)).as("another APID").isFalse();
    assertThat(hasGap(5, "continuation", null)).isFalse();
    assertThat(hasGap(5, "last", null)).isFalse();
    assertThat(hasGap(5, "last", null)).as("no first").isTrue();
    assertThat(hasGap(5, "first", null)).isFalse();
    assertThat(hasGap(5, "first", null)).as("no last").isTrue();
    assertThat(hasGap(5, "continuation", Flag.GAP)).as("the decoder found it").isFalse();
    assertThat(hasGap(5, "last", null)).isFalse();
    assertThat(hasGap(5, "first", null)).isFalse();
    assertThat(hasGap(5, "first", Flag.DUPLICATE)).isFalse();
    assertThat(hasGap(5, "last", null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "DEPTH, -1, 12001",
    "WATER_TEMPERATURE, -11, 61",
    "AIR_TEMPERATURE, -91, 71",
    "BAROMETER, 799, 1201",
    "RATE_OF_TURN, -7201, 7201",
    "SET, -1, 361",
    "DRIFT, -1, 51",
    "RUDDER_PORT, -91, 91",
    "GEOID, -201, 201",
    "SNR, -1, 100",
    "SPEED_WATER, -101, 201",
    "WIND_SPEED_KN, -1, 401",
    "ALT, -1001, 100001"
  })
  void rangesEndWhereValuesDo(Field field, int below, int above) {
    now += 3600 * SECOND;
    assertThat(judged(Msg.NMEA_OTHER, out -> out.integer(field, below)).has(Flag.RANGE)).isTrue();
    assertThat(judged(Msg.NMEA_OTHER, out -> out.integer(field, below + 1)).flags()).isZero();
    assertThat(judged(Msg.NMEA_OTHER, out -> out.integer(field, above)).has(Flag.RANGE)).isTrue();
    assertThat(judged(Msg.NMEA_OTHER, out -> out.integer(field, above - 1)).flags()).isZero();
  }
}
