package io.alidade.protocol.nmea;

import static io.alidade.protocol.nmea.Decoding.sentence;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.event.Event;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Valid sentences with some bytes changed: no exception, and JSON without doubled names. */
class NmeaFuzzTest {
  private static final String[] BODIES = {
    "GPGGA,172814.0,3723.46587704,N,12202.26957864,W,2,6,1.2,18.893,M,-25.669,M,2.0,0031",
    "GPGLL,5958.613,N,02325.928,E,121022,A,D",
    "GPRMC,085412.000,A,5222.3198,N,00454.5784,E,0.58,251.34,030414,2.5,W,A,S",
    "GNGNS,111648.00,0235.0379,S,04422.1450,W,ANN,12,0.8,8.5,-22.3,,,S",
    "GPVTG,0.0,T,359.3,M,15.0,N,27.8,K,A",
    "GNGSA,A,3,16,23,13,29,,,,,,,,,3.11,2.95,0.99,4",
    "GPGSV,3,1,09,07,16,321,37,08,29,281,33,10,29,143,35,16,75,216,35,0",
    "GPZDA,160012.71,11,03,2004,-1,00",
    "GPHDT,123.456,T",
    "INHDG,180,5,E,10,W",
    "HEHDM,186.5,M",
    "HETHS,77.52,E",
    "TIROT,35.6,A",
    "IIVHW,245.1,T,245.1,M,06.12,N,11.33,K",
    "VDVBW,12.3,-0.2,A,12.1,0.3,V,0.4,A,0.5,V",
    "IIDBT,035.53,f,010.83,M,005.85,F",
    "IIDPT,4.1,-1.0,100",
    "IIMTW,17.75,C",
    "IIMWV,074,T,05.85,N,A",
    "IIMWD,046.,T,044.,M,10.1,N,05.2,M",
    "RIRSA,10.5,A,-3.0,V",
    "IIRPM,E,1,2418.2,10.5,A",
    "GPXTE,A,A,0.67,L,N,D",
    "GPAPB,A,A,0.10,R,N,V,A,011,M,DEST,012,T,013,M,A",
    "GPBWC,225444,4917.24,N,12309.57,W,051.9,T,031.6,M,001.3,N,004",
    "ECRMB,A,0.432,R,001,002,4653.550,N,07115.984,W,2.505,334.205,-1.5,V,A",
    "IIVLW,115.2,N,12.3,N,1.0,N,0.5,N",
    "IIXDR,C,10.7,C,AIRTEMP,P,1.026,B,BARO",
    "GPDTM,W84,,0.1,N,0.2,W,-1.5,W84",
    "GNGST,223746.00,837,2.5,2.4,127,0.98,1.0,3.0",
    "GNTXT,01,01,02,AntStatus=OK, ^21done",
    "AIALR,133637.00,003,A,V,AIS: VSWR exceeds limit",
    "WIMDA,29.92,I,+0.985,B,+03.1,C,+5.6,C,40.0,3.0,+3.4,C,90.0,T,85.0,M,10.0,N,5.1,M",
    "RATTM,04,1.5,45.0,T,12.0,180.0,T,0.5,-3.2,N,ALFA,T,R,100021.00,A",
    "RAOSD,179.0,A,179.1,B,10.5,B,5.0,0.5,N",
    "GPBOD,045.,T,023.,M,DEST,START",
    "CDDSC,12,3380400790,12,06,00,1423108312,2019,,,S,E",
    "FTHSC,40.12,T,39.11,M",
    "IIMTA,26.6,F",
    "IIVPW,4.5,N,6.7,M",
    "IIVWR,154.0,L,1.0,N,0.51,M,18.0,K",
    "GPGBS,125027,23.43,-13.91,34.01,19,0.000,-0.354,6.972,1,1",
    "IIVDR,12.5,T,11.5,M,1.2,N",
    "PGHP,1,2010,6,11,11,46,11,929,244,0,,1,72",
    "CCGPQ,GGA"
  };
  private static final String TAG = "\\g:1-2-1604,s:rORBCOMM008,c:1418169601*37\\";
  private static final String TAIL = ",d-109,S2105,t235959.00,T56.137,r09STOL1,1272844797";
  private static final String ALPHABET = "0123456789,,,..-+NSEWTMAVKCFxZ ^*$!\\\r\n\0\u00FF";

  @Test
  void mutated_sentences_give_events_and_well_formed_JSON() {
    Map<String, Integer> outcomes = new TreeMap<>();
    Random random = new Random(20260901);
    for (int round = 0; round < 30_000; round++) {
      String body = mutate(BODIES[random.nextInt(BODIES.length)], random, 3);
      String text = sentence(body);
      switch (random.nextInt(6)) {
        case 0 -> text = mutate(TAG, random, 2) + text;
        case 1 -> text = text + mutate(TAIL, random, 3);
        case 2 -> text = mutate(TAG + text + TAIL, random, 2);
        default -> {}
      }
      for (JsonNode event : Decoding.events(new NmeaDecoder(random.nextBoolean()), text + "\r\n")) {
        outcomes.merge(event.get("quality").asText(), 1, Integer::sum);
      }
    }
    System.out.println("fuzz: " + outcomes);
    assertThat(outcomes.keySet()).contains("good", "suspect", "invalid");
  }

  @Test
  void unmutated_sentences_are_all_good_and_of_every_formatter() {
    for (String body : BODIES) {
      assertThat(Decoding.event(body).get("quality").asText()).as(body).isEqualTo("good");
    }
  }

  @Test
  void decoding_any_bytes_as_a_frame_does_not_fail() {
    Random random = new Random(7);
    Event event = new Event(8192);
    NmeaDecoder decoder = new NmeaDecoder(false);
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = new byte[random.nextInt(60)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      }
      event.begin(FrameKind.FRAME, 1, 0);
      event.raw(bytes, 0, bytes.length);
      decoder.decode(event);
      assertThat(event.isWellFormed()).isTrue();
    }
  }

  @Test
  void a_sentence_of_many_fields_overflows_a_small_event_without_failing() {
    Event event = new Event(1200);
    byte[] bytes =
        sentence("GPGSV,1,1,99" + ",1,2,3,4".repeat(100)).getBytes(StandardCharsets.US_ASCII);
    event.begin(FrameKind.FRAME, 1, 0);
    event.raw(bytes, 0, bytes.length);
    new NmeaDecoder().decode(event);
    assertThat(event.has(Flag.OVERFLOW)).isTrue();
    assertThat(event.isWellFormed()).isTrue();
  }

  private static String mutate(String text, Random random, int most) {
    StringBuilder mutated = new StringBuilder(text);
    for (int n = random.nextInt(most + 1); n > 0 && mutated.length() > 0; n--) {
      int at = random.nextInt(mutated.length());
      char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(3)) {
        case 0 -> mutated.setCharAt(at, c);
        case 1 -> mutated.insert(at, c);
        default -> mutated.deleteCharAt(at);
      }
    }
    return mutated.toString();
  }
}
