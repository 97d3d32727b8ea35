package io.alidade.station;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.framing.CaduFramer;
import io.alidade.protocol.ccsds.Streams;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /api/state} tells of links with transfer frames. */
class StationStateTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void each_link_tells_its_synchronisation_and_its_virtual_channels() throws Exception {
    String marker = Integer.toHexString(CaduFramer.MARKER);
    String idle = "1ffe00000000000000000000";
    String cadus = "";
    for (String head : new String[] {"01020000", "01020101", "01040200", "01020303"}) {
      cadus += marker + head + idle;
    }
    Path file = Files.write(folder.resolve("cadus.bin"), Streams.bytes(cadus + marker + "0102"));
    StationConfig config = new StationConfig();
    config.addLink("file:" + file + "?protocol=ccsds-tm&frame=16&name=sat");
    config.addLink("file:" + file + "?name=other&protocol=kiss");
    config.journal(folder.resolve("journal"));
    config.http("127.0.0.1:0");
    JsonNode state;
    try (Station station = Station.start(config, "test", notice -> {})) {
      state = state(station);
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (!state.at("/links/0/state").asText().equals("end") && System.nanoTime() < deadline) {
        state = state(station);
      }
    }
    JsonNode link = state.at("/links/0");
    assertThat(link.get("name").asText()).isEqualTo("sat");
    assertThat(link.get("sync").toString())
        .isEqualTo(
            "{\"state\":\"search\",\"inverted\":false,\"locks\":1,\"losses\":0,\"slips\":0,"
                + "\"flywheel\":0}");
    assertThat(link.get("frames").toString())
        .isEqualTo(
            "{\"good\":4,\"corrected\":0,\"symbols\":0,\"failed\":0,\"missing\":1,\"gaps\":1,"
                + "\"unassigned\":0}");
    assertThat(link.get("channels").toString())
        .isEqualTo(
            "[{\"scid\":16,\"vcid\":1,\"good\":3,\"corrected\":0,\"symbols\":0,\"failed\":0,"
                + "\"missing\":1,\"gaps\":1},"
                + "{\"scid\":16,\"vcid\":2,\"good\":1,\"corrected\":0,\"symbols\":0,\"failed\":0,"
                + "\"missing\":0,\"gaps\":0}]");
    assertThat(state.at("/links/1").has("channels")).isFalse();
  }

  private static JsonNode state(Station station) throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + station.httpPort() + "/api/state"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode all = new ObjectMapper().readTree(answer.body());
    return all.get("status");
  }
}
