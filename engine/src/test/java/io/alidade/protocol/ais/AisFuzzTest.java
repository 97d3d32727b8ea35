package io.alidade.protocol.ais;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.event.Event;
import io.alidade.event.FieldReader;
import io.alidade.event.Quality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, an event comes out of it that is well-formed and small. */
class AisFuzzTest {
  private static final int LIMIT = 8192;

  /** Sentences of every kind that need no corpus. */
  static final List<String> SEEDS =
      List.of(
          "AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0",
          "AIVDM,1,1,,A,403OviQuMGCqWrRO9>E6fE700@GO,0",
          "AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0",
          "AIVDM,2,2,1,A,88888888880,2",
          "AIVDM,1,1,4,B,6>jR0600V:C0>da4P106P00,2",
          "AIVDM,1,1,,A,702R5`hwCjq8,0",
          "AIVDO,1,1,4,B,8>jR06@0Bk3:wOli;<`WPhh<1rqVBQf2V@Pdt0J82avIM2b<<Rv1t<ot=@1,2",
          "AIVDO,1,1,5,A,8>jR06@0Gwli:QQUP3en?wvlFR06EuOwgwl?wnSwe7wvlOwwsAwwnSGmwvh0,0",
          "AIVDM,1,1,,B,83aDChPj2d<dL<uM=hhhI?a@6HP0,0",
          "AIVDM,1,1,,A,91b77=h3h00nHt0Q3r@@07000<0b,0",
          "AIVDM,1,1,,A,D030p8@2tN?b<`O6DmQO6D0,2",
          "AIVDM,1,1,,A,F030ot22N2P6aoQbhe4736L20000,0",
          "AIVDM,1,1,,A,H42O55lti4hhhilD3nink000?050,0",
          "AIVDM,1,1,,A,JB3R0GO7p>vQL8tjw0b5hqpd0706kh9d3lR2vbl0400,2",
          "AIVDM,1,1,,A,KCQ9r=hrFUnH7P00,0");

  private final Sentences sentences = new Sentences();
  private final boolean[] messages = new boolean[512];

  private void check(String body, long time) {
    Event event = sentences.decodeBody(body, time);
    assertThat(event.isWellFormed()).as(body).isTrue();
    assertThat(event.length()).as(body).isLessThan(LIMIT);
    if (event.quality() == Quality.INVALID) {
      assertThat(event.decodedLength()).as(body).isZero();
      assertThat(event.flags()).as(body).isNotZero();
    }
    FieldReader fields = event.decoded();
    int depth = 0;
    while (fields.next()) {
      depth = fields.depth();
    }
    assertThat(depth).as(body).isZero();
    JsonNode json = sentences.json();
    assertThat(json.get("data").isObject()).as(body).isTrue();
    messages[event.msg()] = true;
  }

  @Test
  void randomPayloadsOfEveryTypeAndLength() {
    Random random = new Random(1371);
    for (int i = 0; i < 40_000; i++) {
      int length = random.nextInt(10) == 0 ? random.nextInt(260) : random.nextInt(75);
      StringBuilder body = new StringBuilder("AIVDM,1,1,,A,");
      for (int j = 0; j < length; j++) {
        int six = j == 0 ? random.nextInt(31) : random.nextInt(64);
        body.append((char) (six < 40 ? six + 48 : six + 56));
      }
      check(body.append(',').append(random.nextInt(6)).toString(), 0);
    }
    for (int type = 1; type <= 28; type++) {
      assertThat(messages[type]).as("type %d was decoded", type).isTrue();
    }
  }

  @Test
  void randomDataOfEveryKnownApplication() {
    Random random = new Random(289);
    int[] areas = {1, 200, 235, 250, 366};
    for (int i = 0; i < 30_000; i++) {
      boolean addressed = random.nextBoolean();
      Payload payload = Payload.of(addressed ? 6 : 8, 0, random.nextInt(1 << 30)).u(2, 0);
      if (addressed) {
        payload.u(32, random.nextInt());
      }
      payload.u(10, areas[random.nextInt(areas.length)]).u(6, random.nextInt(64));
      int words = random.nextInt(60);
      for (int j = 0; j < words; j++) {
        payload.u(16, random.nextInt(4) == 0 ? 0 : random.nextInt());
      }
      String sentence = payload.sentence();
      check(sentence.substring(1, sentence.indexOf('*')), 0);
    }
  }

  @Test
  void mutatedSentences() {
    mutate(SEEDS, 40_000, new Random(61162));
  }

  @Test
  void mutatedSentencesOfTheCorpus() throws IOException {
    List<String> seeds = new ArrayList<>();
    for (String line : Corpus.lines("bcl+aisparser/unknown.log")) {
      int bang = line.indexOf('!');
      int star = line.indexOf('*', Math.max(bang, 0));
      if (bang >= 0 && star > bang) {
        seeds.add(line.substring(bang + 1, star));
      }
    }
    assertThat(seeds).hasSizeGreaterThan(1000);
    mutate(seeds, 40_000, new Random(4));
  }

  private void mutate(List<String> seeds, int count, Random random) {
    long time = 0;
    for (int i = 0; i < count; i++) {
      StringBuilder body = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      int changes = random.nextInt(4);
      for (int j = 0; j < changes && body.length() > 0; j++) {
        int at = random.nextInt(body.length());
        switch (random.nextInt(6)) {
          case 0 -> body.deleteCharAt(at);
          case 1 -> body.setCharAt(at, (char) random.nextInt(256));
          case 2 -> body.setCharAt(at, (char) ('0' + random.nextInt(72)));
          case 3 -> body.insert(at, ',');
          case 4 -> body.setLength(at);
          default -> body.insert(at, body.substring(at, Math.min(body.length(), at + 20)));
        }
      }
      time += random.nextInt(5) == 0 ? random.nextInt(2_000_000_000) : 1000;
      check(body.toString(), time);
    }
  }
}
