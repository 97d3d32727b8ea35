package io.alidade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.Browser;
import io.alidade.ChildJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What a newcomer sees: the demonstration, in a real browser, then Ctrl-C. */
class DemoTest {
  @TempDir Path folder;

  @Test
  void vesselsMoveInABrowserAndTheJournalVerifies() throws Exception {
    Browser.assumeThere();
    Path journal = folder.resolve("journal");
    Process demo =
        ChildJvm.alidade("demo", "--http", "127.0.0.1:0", "--journal", journal.toString())
            .redirectOutput(folder.resolve("status").toFile())
            .start();
    try {
      watch(address(demo));
      demo.destroy(); // SIGTERM
      assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isZero();
    } finally {
      demo.destroyForcibly();
    }
    assertThat(Files.readAllLines(folder.resolve("status"))).isNotEmpty();
    assertThat(Alidade.execute("verify", journal.toString())).isZero();
  }

  @Test
  void aSatellitesParametersMoveInABrowserAndTheJournalVerifies() throws Exception {
    Browser.assumeThere();
    Path journal = folder.resolve("journal");
    Process demo =
        ChildJvm.alidade(
                "demo", "--satellite", "--http", "127.0.0.1:0", "--journal", journal.toString())
            .redirectOutput(folder.resolve("status").toFile())
            .start();
    try {
      ChromeDriver driver = Browser.open(folder.resolve("browser"), address(demo), false);
      try {
        WebDriverWait patience = new WebDriverWait(driver, Duration.ofSeconds(60));
        String first = patience.until(page -> parameter(driver, "Housekeeping", "Uptime"));
        patience.until(page -> !first.equals(parameter(driver, "Housekeeping", "Uptime")));
        patience.until(page -> parameter(driver, "Attitude", "Attitude.w"));
        patience.until(
            page -> {
              String text = parameter(driver, "Radio", "TransmitterTemperature");
              return text != null && text.endsWith(" warning") ? text : null;
            });
        Path target = Files.createDirectories(Path.of("target"));
        Files.write(target.resolve("demo-satellite.png"), driver.getScreenshotAs(OutputType.BYTES));
      } finally {
        driver.quit();
      }
      demo.destroy(); // SIGTERM
      assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isZero();
    } finally {
      demo.destroyForcibly();
    }
    assertThat(Alidade.execute("verify", journal.toString())).isZero();
  }

  @Test
  void aSatelliteAndARecordingAreNotBothPlayed() throws Exception {
    Path recording = Files.writeString(folder.resolve("night.nmea"), "$GPTXT,01,01,02,X*2B\r\n");
    Process demo =
        ChildJvm.alidade("demo", "--satellite", "--recording", recording.toString()).start();
    String said = new String(demo.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(demo.waitFor()).isEqualTo(2);
    assertThat(said.lines()).hasSize(1).allMatch(line -> line.contains("leave --satellite out"));
  }

  @Test
  void aDemonstrationThatDoesNotStartLeavesNoJournal() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String port : List.of(String.valueOf(taken.getLocalPort()), "none")) {
        String http = "127.0.0.1:" + port;
        for (ProcessBuilder builder :
            List.of(
                ChildJvm.alidade("demo", "--http", http),
                ChildJvm.alidade("demo", "--satellite", "--http", http))) {
          builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder);
          Process demo = builder.redirectErrorStream(true).start();
          demo.getInputStream().readAllBytes();
          assertThat(demo.waitFor()).isEqualTo(port.equals("none") ? 2 : 3);
        }
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("alidade-demo-"));
    }
  }

  private static String parameter(ChromeDriver driver, String packet, String name) {
    return (String)
        driver.executeScript(
            "return document.querySelector(`[data-packet='${arguments[0]}']"
                + " [data-parameter='${arguments[1]}'] dd`)?.textContent",
            packet,
            name);
  }

  private static String address(Process demo) throws Exception {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(demo.getErrorStream(), StandardCharsets.UTF_8));
    String line;
    while ((line = said.readLine()) != null) {
      if (line.contains("dashboard at ")) {
        return line.substring(line.indexOf("http://"));
      }
    }
    throw new AssertionError("the demonstration did not come up");
  }

  private void watch(String address) throws Exception {
    ChromeDriver driver = Browser.open(folder.resolve("browser"), address, false);
    try {
      WebDriverWait patience = new WebDriverWait(driver, Duration.ofSeconds(60));
      Map<String, Object> first =
          patience.until(page -> positions(driver).size() >= 5 ? positions(driver) : null);
      patience.until(
          page -> {
            Map<String, Object> now = positions(driver);
            return first.keySet().stream()
                .anyMatch(mmsi -> now.containsKey(mmsi) && !now.get(mmsi).equals(first.get(mmsi)));
          });
      Path target = Files.createDirectories(Path.of("target"));
      Files.write(target.resolve("demo.png"), driver.getScreenshotAs(OutputType.BYTES));
    } finally {
      driver.quit();
    }
  }

  /** Position by MMSI, of all rows in one go, so that no row changes while they are read. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> positions(ChromeDriver driver) {
    return (Map<String, Object>)
        driver.executeScript(
            "return Object.fromEntries("
                + "[...document.querySelectorAll('#vessels tbody tr[data-mmsi]')]"
                + ".map(r => [r.dataset.mmsi, r.querySelector('.position').textContent]))");
  }
}
