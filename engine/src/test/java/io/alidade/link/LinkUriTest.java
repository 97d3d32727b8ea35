package io.alidade.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkUriTest {
  @Test
  void saysAllThatASerialLinkNeeds() {
    LinkUri uri =
        LinkUri.parse(
            "serial:/dev/serial/by-id/usb-ACME_AIS%3F1-if00?baud=4800&protocol=kiss&name=ais0"
                + "&data=7&parity=even&stop=2&flow=rtscts&watchdog=12.5");
    assertThat(uri.scheme()).isEqualTo(LinkUri.Scheme.SERIAL);
    assertThat(uri.path()).isEqualTo("/dev/serial/by-id/usb-ACME_AIS?1-if00");
    assertThat(uri.baud()).isEqualTo(4800);
    assertThat(uri.protocol()).isEqualTo("kiss");
    assertThat(uri.name()).isEqualTo("ais0");
    assertThat(uri.dataBits()).isEqualTo(7);
    assertThat(uri.parity()).isEqualTo(LinkUri.Parity.EVEN);
    assertThat(uri.stop()).isEqualTo(LinkUri.Stop.TWO);
    assertThat(uri.flow()).isEqualTo(LinkUri.Flow.RTSCTS);
    assertThat(uri.watchdogMillis()).isEqualTo(12_500);
    assertThat(uri.checksumRequired()).isTrue();
    assertThat(uri.host()).isEmpty();
    assertThat(uri.port()).isZero();
    assertThat(uri.pace()).isEmpty();
  }

  @Test
  void hasTheDefaultsOfAnAisReceiver() {
    LinkUri uri = LinkUri.parse("serial:/dev/ttyUSB0");
    assertThat(uri.baud()).isEqualTo(38_400);
    assertThat(uri.protocol()).isEqualTo("nmea");
    assertThat(uri.dataBits()).isEqualTo(8);
    assertThat(uri.parity()).isEqualTo(LinkUri.Parity.NONE);
    assertThat(uri.stop()).isEqualTo(LinkUri.Stop.ONE);
    assertThat(uri.flow()).isEqualTo(LinkUri.Flow.NONE);
    assertThat(uri.watchdogMillis()).isZero();
    assertThat(uri.toString())
        .isEqualTo("serial:/dev/ttyUSB0?protocol=nmea&name=ttyUSB0&baud=38400");
  }

  @ParameterizedTest
  @CsvSource({
    "serial:/dev/ttyUSB0, ttyUSB0",
    "serial:///dev/ttyS1?baud=9600, ttyS1",
    "serial:/dev/pts/3, pts-3",
    "tcp://example.org:10110, example.org:10110",
    "TCP://192.0.2.7:4001/, 192.0.2.7:4001",
    "tcp://[2001:db8::7]:10110, [2001:db8::7]:10110",
    "udp://0.0.0.0:10110, 0.0.0.0:10110",
    "udp://239.192.0.1:60001, 239.192.0.1:60001",
    "file:/data/a%20pass.nmea, a_pass.nmea",
    "file:pass.nmea?pace=recorded, pass.nmea",
    "file:./log/, log",
    "file:/, link",
    "stdin:, stdin",
    "stdin:?protocol=ccsds-tm, stdin",
    "stdin://, stdin",
    "tcp://h:1?name=Mast%20%F0%9F%93%A1, ",
  })
  void derivesANameWithoutBlanks(String text, String name) {
    if (name == null) {
      assertThatExceptionOfType(LinkUriException.class).isThrownBy(() -> LinkUri.parse(text));
    } else {
      assertThat(LinkUri.parse(text).name()).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serial:/dev/ttyUSB0?stop=1.5&parity=mark&data=5&watchdog=0.1"
            + "|serial:/dev/ttyUSB0?protocol=nmea&name=ttyUSB0&baud=38400&data=5&parity=mark&stop=1.5&watchdog=0.1",
        "serial:/dev/ttyUSB0?watchdog=30.500&flow=none"
            + "|serial:/dev/ttyUSB0?protocol=nmea&name=ttyUSB0&baud=38400&watchdog=30.5",
        "TCP://Host-1.example:010/|tcp://Host-1.example:10?protocol=nmea&name=Host-1.example:10",
        "tcp://h:1?checksum=optional|tcp://h:1?protocol=nmea&name=h:1&checksum=optional",
        "tcp://h:1?checksum=required&|",
        "tcp://h:1?rollover=correct|tcp://h:1?protocol=nmea&name=h:1&rollover=correct",
        "tcp://h:1?rollover=flag|tcp://h:1?protocol=nmea&name=h:1",
        "tcp://h:1?protocol=kiss&checksum=smack|tcp://h:1?protocol=kiss&name=h:1&checksum=smack",
        "tcp://h:1?protocol=kiss&checksum=none|tcp://h:1?protocol=kiss&name=h:1",
        "udp://[::1]:5?name=a&protocol=kiss|udp://[::1]:5?protocol=kiss&name=a",
        "udp://[fe80::1%eth0]:5|udp://[fe80::1%25eth0]:5?protocol=nmea&name=[fe80::1%25eth0]:5",
        "udp://[fe80::1%25eth0]:5|udp://[fe80::1%25eth0]:5?protocol=nmea&name=[fe80::1%25eth0]:5",
        "file:///a/b|file:/a/b?protocol=nmea&name=b&pace=max",
        "file:a%3fb%25%c3%a9&c=#d|file:a%3Fb%25%C3%A9%26c%3D%23d?protocol=nmea&name=a?b%25%C3%A9%26c%3D%23d&pace=max",
        "file:x?pace=9600bps|file:x?protocol=nmea&name=x&pace=9600bps",
        "file:x?|file:x?protocol=nmea&name=x&pace=max",
        "stdin:?name=a%26b|stdin:?protocol=nmea&name=a%26b",
      })
  void givesACanonicalTextThatReadsBackAsTheSameLink(String text, String canonical) {
    if (canonical == null) {
      assertThatExceptionOfType(LinkUriException.class).isThrownBy(() -> LinkUri.parse(text));
      return;
    }
    LinkUri uri = LinkUri.parse(text);
    // "?" is escaped in values too; the table shows it plain for legibility.
    assertThat(uri.toString()).isEqualTo(canonical.replace("name=a?b", "name=a%3Fb"));
    LinkUri again = LinkUri.parse(uri.toString());
    assertThat(again).isEqualTo(uri).hasSameHashCodeAs(uri).hasToString(uri.toString());
    assertThat(again.path()).isEqualTo(uri.path());
    assertThat(again.host()).isEqualTo(uri.host());
    assertThat(again.name()).isEqualTo(uri.name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|no scheme",
        "/dev/ttyUSB0|no scheme",
        "http://x|unknown scheme \"http\"",
        "serial:|no path",
        "serial:ttyUSB0|not an absolute path",
        "serial://host/dev/ttyUSB0|a host is not allowed",
        "serial:/dev/ttyUSB0?baud=fast|baud \"fast\" is not a whole number from 50 to 4000000",
        "serial:/dev/ttyUSB0?baud=49|baud 49 is out of range; it is a whole number from 50",
        "serial:/dev/ttyUSB0?baud=4000001|baud 4000001 is out of range",
        "serial:/dev/ttyUSB0?baud=-1|baud \"-1\" is not",
        "serial:/dev/ttyUSB0?baud=99999999999|baud \"99999999999\" is not",
        "serial:/dev/ttyUSB0?baud=9600&baud=9600|key \"baud\" stands there twice",
        "serial:/dev/ttyUSB0?baud=|key \"baud\" has no value",
        "serial:/dev/ttyUSB0?baud|key \"baud\" has no value",
        "serial:/dev/ttyUSB0?data=9|data 9 is out of range",
        "serial:/dev/ttyUSB0?parity=weird|parity=weird is none of none, even, odd, mark, space",
        "serial:/dev/ttyUSB0?stop=3|stop=3 is none of 1, 1.5, 2",
        "serial:/dev/ttyUSB0?flow=xonxoff|flow=xonxoff is none of none, rtscts",
        "serial:/dev/ttyUSB0?pace=max|unknown key \"pace\"; serial links take protocol, name",
        "serial:/dev/ttyUSB0?watchdog=0|watchdog=0 is not a number of seconds from 0.1 to 86400",
        "serial:/dev/ttyUSB0?watchdog=86401|watchdog=86401 is not",
        "serial:/dev/ttyUSB0?watchdog=1.2.3|watchdog=1.2.3 is not",
        "serial:/dev/ttyUSB0?watchdog=1e3|watchdog=1e3 is not",
        "serial:/dev/ttyUSB0?watchdog=5.|watchdog=5. is not",
        "tcp:host:1|\"//\" is missing",
        "tcp://:1|no host",
        "tcp://host|no port, as in tcp://localhost:10110",
        "tcp://host:|port \"\" is not a whole number from 1 to 65535",
        "tcp://host:0|port 0 is out of range",
        "tcp://host:65536|port 65536 is out of range",
        "tcp://host:+1|port \"+1\" is not",
        "tcp://host:1/path|port \"1/path\" is not",
        "tcp://me@host:1|a user is not allowed",
        "tcp://ho st:1|may hold letters",
        "tcp://::1:5|must stand in brackets",
        "tcp://[::1|\"]\" is missing",
        "tcp://[::1]|no port",
        "tcp://[::1]5|only \":PORT\" may follow",
        "tcp://[::g]:5|\"::g\" is not an IPv6 address",
        "tcp://[127.0.0.1]:5|is not an IPv6 address",
        "tcp://[fe80::1%]:5|is not an IPv6 address",
        "tcp://256.0.0.1:5|\"256.0.0.1\" is not an IPv4 address",
        "tcp://1.2.3:5|is not an IPv4 address",
        "tcp://host:1?baud=9600|unknown key \"baud\"; tcp links take",
        "tcp://host:1?rollover=yes|rollover=yes is none of flag, correct",
        "tcp://host:1?rollover=correct&protocol=kiss|rollover= is for protocol=nmea only, not kiss",
        "tcp://host:1?checksum=no|checksum=no is none of required, optional",
        "tcp://host:1?checksum=optional&protocol=kiss|for protocol=nmea only, not kiss, which takes none, smack",
        "tcp://host:1?checksum=smack|checksum=smack is for protocol=kiss only, not nmea, which takes required, optional",
        "tcp://host:1?checksum=smack&protocol=ccsds-tm|checksum=smack is for protocol=kiss only, not ccsds-tm",
        "tcp://host:1?checksum=flexnet&protocol=kiss|checksum=flexnet is none of required, optional, none, smack",
        "tcp://host:1?checksum=smack&checksum=none&protocol=kiss|stands there twice",
        "tcp://host:1?header-ecc=yes&protocol=kiss|header-ecc= is for protocols ccsds-..., not kiss",
        "tcp://host:1?protocol=NMEA|protocol=NMEA may hold small letters",
        "tcp://host:1?name=a%20b|without blanks",
        "tcp://host:1?name=a%22b|without blanks and quotes",
        "tcp://host:1?=x|unknown key \"\"",
        "tcp://host:1?&|key \"\" has no value",
        "udp://0.0.0.0|no port, as in udp://0.0.0.0:10110",
        "file:|no path",
        "file://host/x|a host is not allowed",
        "file:a%4|has a \"%\" that is not followed by the hex of UTF-8",
        "file:a%zz|has a \"%\"",
        "file:a%ff|has a \"%\"",
        "file:a%00b|holds a control character",
        "file:a?pace=fast|pace=fast is none of max, recorded, 9600bps",
        "file:a?pace=10bps|pace 10 is out of range",
        "file:a?pace=bps|pace \"\" is not a whole number",
        "file:a?watchdog=5|unknown key \"watchdog\"; file links take protocol, name, checksum, rollover, satellite, pace",
        "stdin:x|nothing may stand between",
      })
  void refusesWithOneLineThatSaysWhatIsWrong(String text, String problem) {
    assertThatThrownBy(() -> LinkUri.parse(text))
        .isInstanceOf(LinkUriException.class)
        .hasMessageStartingWith("link \"" + text + "\": ")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:a\nb", "file:a\u0000b", "tcp://a\r\n:1", "x\u2028y"})
  void keepsTheMessageOnOneLine(String text) {
    assertThatThrownBy(() -> LinkUri.parse(text))
        .isInstanceOf(LinkUriException.class)
        .satisfies(e -> assertThat(e.getMessage()).matches("[^\\p{Cntrl}\u2028\u2029]+"));
  }

  @Test
  void eitherReadsOrRefusesWhateverIsTyped() {
    String[] pieces = {
      "serial:",
      "tcp://",
      "udp://",
      "file:",
      "stdin:",
      "/dev/x",
      "host",
      ":",
      "1",
      "[::1]",
      "?",
      "&",
      "=",
      "%",
      "%41",
      "%2",
      "baud",
      "name",
      "pace",
      "max",
      "watchdog",
      "9",
      ".",
      " ",
      "é",
      "\uD800"
    };
    Random random = new Random(7);
    int good = 0;
    for (int i = 0; i < 40_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(9); n >= 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      LinkUri uri;
      try {
        uri = LinkUri.parse(text.toString());
      } catch (LinkUriException e) {
        continue;
      }
      good++;
      assertThat(LinkUri.parse(uri.toString())).as("%s", text).isEqualTo(uri);
    }
    assertThat(good).isGreaterThan(500);
  }
}
