package io.alidade.station;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.fuse.FuseSettings;
import io.alidade.link.LinkUri;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionStartTest {
  private static SessionStart start(String config, String mission) throws Exception {
    List<LinkUri> links = List.of(LinkUri.parse("udp://127.0.0.1:5?name=\u00e4\u00f6"));
    return new SessionStart(
        "1.0", "epoch", "session", links, FuseSettings.ofVessels(7), config, mission);
  }

  private static String noise(int characters) {
    StringBuilder text = new StringBuilder();
    new Random(1).ints(characters, ' ', '~').forEach(c -> text.append((char) c));
    return text.toString();
  }

  @Test
  void anEventGrowsForALongText() throws Exception {
    SessionStart start = start(noise(100_000), "<SpaceSystem \u20ac/>".repeat(200_000));
    Event event = new Event(4096);
    start.write(event, 5);
    assertThat(event.isWellFormed()).isTrue();
    assertThat(event.flags()).isZero();
    assertThat(event.length()).isBetween(100_000, 130_000);
    assertThat(SessionStart.read(event)).isEqualTo(start);
    Event roomy = new Event(1 << 20);
    byte[] before = roomy.array();
    start.write(roomy, 5);
    assertThat(roomy.array()).isSameAs(before);
  }

  @Test
  void whatAJournalDoesNotTakeDoesNotFit() throws Exception {
    assertThat(start("", "x").fits(100)).isTrue();
    assertThat(start(noise(1_000_000), "x").fits(100)).isTrue();
    assertThat(start(noise(1_048_000), "x").fits(10)).isTrue();
    assertThat(start(noise(1_048_000), "x").fits(1000)).isFalse();
    assertThat(start(noise(1_200_000), "x").fits(0)).isFalse();
    assertThat(start("", "0".repeat(70_000_000)).fits(0)).isFalse();
  }

  @Test
  void aDatabaseThatEarlierVersionsStoredIsRead() throws Exception {
    Event event = new Event(4096);
    event.begin(FrameKind.SESSION, 0, 0);
    FieldWriter out = event.beginDecoded();
    out.text(Field.MISSION, "<SpaceSystem/>");
    event.endDecoded();
    assertThat(SessionStart.read(event).mission().text()).isEqualTo("<SpaceSystem/>");
  }

  @Test
  void aDamagedTextIsRefused() throws Exception {
    byte[] deflated = StoredText.of("<SpaceSystem/>".repeat(100)).deflated();
    assertThat(StoredText.read(deflated, 0, deflated.length).text()).hasSize(1400);
    for (byte[] damaged :
        new byte[][] {
          new byte[0],
          Arrays.copyOf(deflated, deflated.length - 1),
          "<SpaceSystem/>".getBytes(UTF_8)
        }) {
      assertThatThrownBy(() -> StoredText.read(damaged, 0, damaged.length))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("the session's mission database cannot be read");
    }
    byte[] bomb = StoredText.of("0".repeat(70_000_000)).deflated();
    assertThatThrownBy(() -> StoredText.read(bomb, 0, bomb.length))
        .hasMessageContaining("longer than");
  }
}
