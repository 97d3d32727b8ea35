package io.alidade.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineTimeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\c:1609841515*5B\\!AIVDM,1,1,,A,x,0*00|2021-01-05T10:11:55Z",
        "\\s:rx1,c:1609841515123\\!AIVDM,1,1,,A,x,0*00|2021-01-05T10:11:55.123Z",
        "\\g:1-2-73874\\\\c:1609841515\\!AIVDM,2,1,1,A,x,0*00|2021-01-05T10:11:55Z",
        "1550303566167726840 !AIVDM,1,1,,B,x,0*7F|2019-02-16T07:52:46.167726840Z",
        "1550303566.167726 $GPGGA,,*7F|2019-02-16T07:52:46.167726Z",
        "1550303566167\t!AIVDM,1,1,,B,x,0*7F|2019-02-16T07:52:46.167Z",
        "1550303566167726 !AIVDM,1,1,,B,x,0*7F|2019-02-16T07:52:46.167726Z",
        "!AIVDM,1,1,,B,x,0*7F,1268300000|2010-03-11T09:33:20Z",
        "!AIVDM,1,1,,B,x,0*7F,d-089,S1234,rnhcml,1268300000|2010-03-11T09:33:20Z",
        "!AIVDM,1,1,,B,x,0*7F,rST, 1268300000.25|2010-03-11T09:33:20.250Z",
      })
  void findsTheTimeOfReceipt(String line, Instant time) {
    for (String end : new String[] {"", "\n", "\r", "\r\n"}) {
      assertThat(Instant.EPOCH.plusNanos(of(line + end))).as("with %s", end).isEqualTo(time);
    }
    assertThat(Instant.EPOCH.plusNanos(of("\n" + line))).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "!AIVDM,1,1,,A,x,0*00",
        "\\c:1609841515*5C\\!AIVDM,1,1,,A,x,0*00", // wrong checksum of the tag block
        "\\c:1609841515", // not closed
        "\\s:rx1*00", // no time
        "\\c:abc\\!AIVDM",
        "\\c:32503680000\\!AIVDM", // year 3000
        "\\c:86400\\!AIVDM", // 1970
        "12345 !AIVDM,1,1,,A,x,0*00",
        "1550303566", // nothing follows
        "1550303566x !AIVDM",
        "99999999999999999999 !AIVDM",
        "9999999999999999999 !AIVDM",
        "$GPGGA,1268300000*7F", // inside the sentence
        "!AIVDM,1,1,,B,x,0*7,1268300000", // half a checksum
        "!AIVDM,1,1,,B,x,0*7F,",
        "!AIVDM,1,1,,B,x,0*7F,rST",
      })
  void doesNotInventOne(String line) {
    assertThat(of(line)).isEqualTo(LineTime.NONE);
  }

  @Test
  void takesAnyBytes() {
    Random random = new Random(3);
    byte[] alphabet = "\\c:0123456789*,!$ \r\n.g\u00ff".getBytes(ISO_8859_1);
    byte[] line = new byte[64];
    for (int i = 0; i < 50_000; i++) {
      for (int k = 0; k < line.length; k++) {
        line[k] = alphabet[random.nextInt(alphabet.length)];
      }
      int from = random.nextInt(line.length);
      int to = from + random.nextInt(line.length - from + 1);
      long time = LineTime.epochNanos(line, from, to);
      assertThat(time == LineTime.NONE || time > 600_000_000_000_000_000L).isTrue();
    }
  }

  /**
   * Counts and bounds found with regular expressions, not with this code. 246 tag blocks of the
   * second file have a wrong checksum.
   */
  @ParameterizedTest
  @CsvSource({
    "BertoldVdb+go-ais/aistest.nmea, 998, 1550303566167726840, 1550303568261818524",
    "ais-dotnet+Ais.Net/Ais1000Lines.nm4, 754, 1565218798000000000, 1565218827000000000",
    "schwehr+libais/test.aivdm, 263, 1272412806000000000, 1272844808000000000",
  })
  void findsTheTimesOfRealRecordings(String file, int count, long earliest, long latest)
      throws IOException {
    Path path = Path.of(System.getProperty("alidade.corpus", ""), "marine", file);
    Assumptions.assumeTrue(Files.exists(path), "no corpus");
    byte[] bytes = Files.readAllBytes(path);
    int found = 0;
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (int from = 0, to; from < bytes.length; from = to) {
      to = from;
      while (to < bytes.length && bytes[to++] != '\n') {}
      long time = LineTime.epochNanos(bytes, from, to);
      if (time != LineTime.NONE) {
        found++;
        low = Math.min(low, time);
        high = Math.max(high, time);
      }
    }
    assertThat(found).isEqualTo(count);
    assertThat(low).isEqualTo(earliest);
    assertThat(high).isEqualTo(latest);
  }

  private static long of(String line) {
    byte[] bytes = ("##" + line + "##").getBytes(ISO_8859_1);
    return LineTime.epochNanos(bytes, 2, bytes.length - 2);
  }
}
