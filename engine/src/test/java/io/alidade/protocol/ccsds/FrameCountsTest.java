package io.alidade.protocol.ccsds;

import static io.alidade.protocol.ccsds.Streams.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FrameKind;
import io.alidade.framing.CaduFramer;
import io.alidade.protocol.ccsds.Streams.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Good, corrected, failed and missing frames of a link and of its virtual channels. */
class FrameCountsTest {
  private static final TransferFrameFormat CODED =
      TransferFrameFormat.of(TransferFrameFormat.Type.TM, 160)
          .withoutMarker()
          .withReedSolomon(8, 8, true);

  private static void decode(TransferFrameDecoder decoder, byte[] frame) {
    Streams.decode(decoder, List.of(new Frame(FrameKind.FRAME, frame)));
  }

  private static JsonNode json(TransferFrameDecoder decoder) throws Exception {
    StringBuilder text = new StringBuilder("{\"bytes\":0");
    decoder.json(text);
    return new ObjectMapper().readTree(text.append('}').toString());
  }

  /** Spoils so many symbols of the code word with this index. */
  private static byte[] spoiled(byte[] frame, int word, int symbols) {
    byte[] spoiled = frame.clone();
    for (int i = 0; i < symbols; i++) {
      spoiled[word + 8 * (i + 1)] ^= 0x55;
    }
    return spoiled;
  }

  @Test
  void each_channel_has_its_own() throws Exception {
    TransferFrameDecoder decoder = new TransferFrameDecoder(CODED);
    Transmitter one = new Transmitter(CODED, 7, 1);
    Transmitter two = new Transmitter(CODED, 7, 2);
    for (int i = 0; i < 10; i++) {
      decode(decoder, spoiled(one.idle(), 3, i < 4 ? 5 : 0));
      decode(decoder, two.idle());
    }
    two.count += 3;
    decode(decoder, two.idle());
    JsonNode all = json(decoder);
    assertThat(all.get("frames").toString())
        .isEqualTo(
            "{\"good\":21,\"corrected\":4,\"symbols\":20,\"failed\":0,\"missing\":3,\"gaps\":1,"
                + "\"unassigned\":0}");
    assertThat(all.at("/channels/0").toString())
        .isEqualTo(
            "{\"scid\":7,\"vcid\":1,\"good\":10,\"corrected\":4,\"symbols\":20,\"failed\":0,"
                + "\"missing\":0,\"gaps\":0}");
    assertThat(all.at("/channels/1").toString())
        .isEqualTo(
            "{\"scid\":7,\"vcid\":2,\"good\":11,\"corrected\":0,\"symbols\":0,\"failed\":0,"
                + "\"missing\":3,\"gaps\":1}");
    assertThat(all.get("channels")).hasSize(2);
  }

  /** The header lies in the first six of eight interleaved words. */
  @Test
  void a_frame_fails_on_its_channel_when_the_words_of_its_header_are_sound() throws Exception {
    TransferFrameDecoder decoder = new TransferFrameDecoder(CODED);
    Transmitter one = new Transmitter(CODED, 7, 1);
    decode(decoder, one.idle());
    for (int word = 0; word < 8; word++) {
      Event event =
          Streams.decode(
                  decoder, List.of(new Frame(FrameKind.FRAME, spoiled(one.idle(), word, 15))))
              .get(0);
      assertThat(Streams.text(event, Field.REASON)).isEqualTo("reed-solomon");
      assertThat(number(event, Field.VCID)).as("word %d", word).isEqualTo(word < 6 ? -1 : 1);
    }
    decode(decoder, one.idle());
    JsonNode all = json(decoder);
    assertThat(all.at("/frames/failed").asInt()).isEqualTo(8);
    assertThat(all.at("/frames/unassigned").asInt()).isEqualTo(6);
    assertThat(all.at("/channels/0/failed").asInt()).isEqualTo(2);
    assertThat(all.at("/channels/0/missing").asInt()).isEqualTo(8);
  }

  @Test
  void a_failed_frame_makes_no_channel() throws Exception {
    TransferFrameDecoder decoder = new TransferFrameDecoder(CODED);
    decode(decoder, spoiled(new Transmitter(CODED, 7, 1).idle(), 7, 15));
    assertThat(json(decoder).get("channels")).isEmpty();
    assertThat(decoder.unassigned()).isEqualTo(1);
  }

  @Test
  void a_checked_frame_whose_parts_do_not_fit_fails_on_its_channel() throws Exception {
    TransferFrameFormat format =
        TransferFrameFormat.of(TransferFrameFormat.Type.TM, 100).withoutMarker();
    TransferFrameFormat checked = format.withFrameCheck();
    TransferFrameDecoder decoder = new TransferFrameDecoder(checked);
    Transmitter transmitter = new Transmitter(checked, 7, 1);
    decode(decoder, transmitter.idle());
    byte[] frame = transmitter.idle();
    frame[4] |= (byte) 0x80;
    frame[6] = 0x40; // a secondary header of an unknown version
    Transmitter.check(frame, 2);
    decode(decoder, frame);
    assertThat(json(decoder).at("/channels/0/failed").asInt()).isEqualTo(1);
    TransferFrameDecoder unchecked = new TransferFrameDecoder(format);
    decode(unchecked, new Transmitter(format, 7, 1).idle());
    decode(unchecked, frame);
    assertThat(unchecked.unassigned()).isEqualTo(1);
  }

  @Test
  void an_idle_channel_and_duplicates_miss_nothing() throws Exception {
    TransferFrameFormat format =
        TransferFrameFormat.of(TransferFrameFormat.Type.AOS, 100).withoutMarker();
    TransferFrameDecoder decoder = new TransferFrameDecoder(format);
    Transmitter idle = new Transmitter(format, 7, 63);
    decode(decoder, idle.idle());
    idle.count = 99;
    decode(decoder, idle.idle());
    byte[] twice = new Transmitter(format, 7, 1).idle();
    decode(decoder, twice);
    decode(decoder, twice);
    assertThat(json(decoder).at("/frames/gaps").asInt()).isZero();
    assertThat(json(decoder).at("/frames/missing").asInt()).isZero();
    assertThat(json(decoder).at("/frames/good").asInt()).isEqualTo(4);
  }

  /** Whatever comes, the link's counts are the sums of the channels', and of what fits to none. */
  @Test
  void sums_agree_and_do_not_depend_on_reads() throws Exception {
    TransferFrameFormat format =
        TransferFrameFormat.of(TransferFrameFormat.Type.AOS, 100)
            .withFrameCheck()
            .withRandomization()
            .withAos(true, 0, false, -1);
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      List<byte[]> frames = new ArrayList<>();
      List<Transmitter> transmitters = new ArrayList<>();
      for (int vcid = 0; vcid < 5; vcid++) {
        transmitters.add(new Transmitter(format, 300, vcid));
      }
      for (int i = 0; i < 300; i++) {
        Transmitter transmitter = transmitters.get(random.nextInt(5));
        transmitter.count += random.nextInt(10) == 0 ? random.nextInt(5) : 0;
        byte[] frame = transmitter.idle();
        for (int wrong = random.nextInt(3) == 0 ? random.nextInt(4) : 0; wrong > 0; wrong--) {
          frame[4 + random.nextInt(random.nextBoolean() ? 8 : 100)] ^=
              (byte) (1 << random.nextInt(8));
        }
        frames.add(frame);
      }
      byte[] stream = Streams.join(frames.toArray(byte[][]::new));
      String before = null;
      for (int largest : new int[] {0, 1, 50, 1000}) {
        TransferFrameDecoder decoder = new TransferFrameDecoder(format);
        Streams.decode(
            decoder, Streams.frames(new CaduFramer(format.codedLength()), stream, largest, random));
        JsonNode all = json(decoder);
        for (String name : List.of("good", "corrected", "symbols", "failed", "missing", "gaps")) {
          long sum = name.equals("failed") ? decoder.unassigned() : 0;
          for (JsonNode channel : all.get("channels")) {
            sum += channel.get(name).asLong();
          }
          assertThat(all.get("frames").get(name).asLong())
              .as("%s, seed %d", name, seed)
              .isEqualTo(sum);
        }
        assertThat(all.at("/frames/corrected").asInt()).isPositive();
        assertThat(all.at("/frames/failed").asInt()).isPositive();
        assertThat(before == null ? all.toString() : before).isEqualTo(all.toString());
        before = all.toString();
      }
    }
  }

  /** 65 frames, one missing before the seventh (see the corpus). */
  @Test
  void cadus_of_suomi_npp_are_65_good_and_one_missing() throws Exception {
    byte[] cadus =
        Streams.read(Streams.satellite().resolve("ccsds-rs/snpp_synchronized_cadus.dat"));
    TransferFrameDecoder decoder = new TransferFrameDecoder(SuomiNppTest.FORMAT);
    Streams.decode(decoder, Streams.frames(new CaduFramer(1020), cadus, 700, new Random(1)));
    assertThat(json(decoder).get("channels").toString())
        .isEqualTo(
            "[{\"scid\":157,\"vcid\":16,\"good\":65,\"corrected\":0,\"symbols\":0,\"failed\":0,"
                + "\"missing\":1,\"gaps\":1}]");
  }
}
