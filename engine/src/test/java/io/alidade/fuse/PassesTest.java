package io.alidade.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Field;
import io.alidade.event.FieldWriter;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PassesTest {
  private final Event event = new Event(4096);
  private Fuse fuse = new Fuse(10);

  private int pass(String what, int satellite, int... links) {
    event.begin(FrameKind.STATION, 0, 0);
    event.msg(Msg.PASS);
    FieldWriter out = event.beginDecoded();
    out.integer(Field.NORAD, satellite);
    out.text(Field.PASS_EVENT, what);
    out.beginArray(Field.LINKS);
    for (int link : links) {
      out.integer(Field.LINKS, link);
    }
    out.endNested();
    event.endDecoded();
    fuse.onEvent(event);
    return event.pass();
  }

  private int heardOn(int link) {
    event.begin(FrameKind.FRAME, link, 0);
    event.msg(Msg.AX25_UI);
    fuse.onEvent(event);
    return event.pass();
  }

  @Test
  void whatALinkDeliversDuringItsSatellitesPassBelongsToThePass() {
    assertThat(heardOn(1)).isZero();
    assertThat(pass("aos", 25544, 1, 3)).isEqualTo(1);
    assertThat(heardOn(1)).isEqualTo(1);
    assertThat(heardOn(2)).isZero();
    assertThat(heardOn(3)).isEqualTo(1);
    assertThat(pass("tca", 25544)).isEqualTo(1);
    assertThat(heardOn(64)).isZero();
    assertThat(pass("los", 25544)).isEqualTo(1);
    assertThat(heardOn(1)).isZero();
    assertThat(pass("aos", 25544, 1)).isEqualTo(2);
  }

  @Test
  void ofTwoPassesOnOneLinkTheOneThatBeganLastCounts() {
    pass("aos", 1, 1);
    pass("aos", 2, 1);
    assertThat(heardOn(1)).isEqualTo(2);
    assertThat(pass("los", 2)).isEqualTo(2);
    assertThat(heardOn(1)).isEqualTo(1);
  }

  @Test
  void aSecondRiseOfTheSamePassIsNone() {
    assertThat(pass("aos", 1, 1)).isEqualTo(1);
    assertThat(pass("aos", 1, 2)).isEqualTo(1);
    assertThat(pass("los", 9)).isZero();
    assertThat(heardOn(1)).isZero();
    assertThat(heardOn(2)).isEqualTo(1);
  }

  @Test
  void moreThanThereIsRoomForLetTheFirstGo() {
    for (int satellite = 1; satellite <= Passes.CAPACITY + 1; satellite++) {
      pass("aos", satellite, 1);
    }
    assertThat(fuse.satellitesUp()).hasSize(Passes.CAPACITY).startsWith(2).doesNotContain(1);
    assertThat(heardOn(1)).isEqualTo(Passes.CAPACITY + 1);
  }

  @Test
  void numbersBeginAgainAfterTheLast() {
    int number = 0;
    for (int i = 0; i < 65_536; i++) {
      number = pass("aos", 7, 1);
      pass("los", 7);
    }
    assertThat(number).isEqualTo(1);
  }

  @Test
  void aRestoredStageGoesOnWithThePassAndItsNumber() {
    pass("aos", 5, 2);
    pass("los", 5);
    pass("aos", 6, 1, 2);
    Fuse.beginState(event, 0, 0, 1, 4096);
    fuse.onEvent(event);
    Fuse restored = new Fuse(10);
    restored.restore(event);
    fuse = restored;
    assertThat(heardOn(2)).isEqualTo(2);
    assertThat(fuse.satellitesUp()).containsExactly(6);
    assertThat(pass("los", 6)).isEqualTo(2);
    assertThat(pass("aos", 5, 1)).isEqualTo(3);
  }

  @Test
  void jsonTellsThePass() {
    pass("aos", 5, 2);
    heardOn(2);
    EventJson json = new EventJson(new Links("a", "b"), false, false);
    json.append(event);
    assertThat(new String(json.array(), 0, json.length(), StandardCharsets.UTF_8))
        .contains("\",\"pass\":1,\"link\":\"b\",");
  }
}
