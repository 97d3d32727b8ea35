package io.alidade.cli;

import static io.alidade.cli.ShownReplay.SECOND;
import static io.alidade.cli.ShownReplay.START;
import static io.alidade.cli.ShownReplay.ns;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alidade.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The replay bar in a real browser, and whether what the page shows is of the time it shows. */
@Timeout(180)
class ReplayDashboardTest {
  private static final Path SCREENSHOTS = Path.of("target");
  private static final int LENGTH_S = 120;

  @TempDir Path folder;
  private ShownReplay shown;
  private ChromeDriver driver;

  @BeforeEach
  void start() throws Exception {
    Browser.assumeThere();
    ShownReplay.record(folder.resolve("journal"), LENGTH_S);
    shown = ShownReplay.start(folder.resolve("journal"), 0, 10_000);
  }

  private void open(boolean dark) {
    driver = Browser.open(folder.resolve("profile"), "http://" + shown.address() + "/", dark);
    until(() -> id("replay-bar").isDisplayed());
  }

  @AfterEach
  void stop() throws Exception {
    if (driver != null) {
      driver.quit();
    }
    if (shown != null) {
      shown.close();
    }
  }

  private void until(BooleanSupplier condition) {
    new WebDriverWait(driver, Duration.ofSeconds(20), Duration.ofMillis(20))
        .until(d -> condition.getAsBoolean());
  }

  private WebElement id(String id) {
    return driver.findElement(By.id(id));
  }

  private String text(String id) {
    return id(id).getText();
  }

  /** What the page shows as the time of a receive time in seconds from the start. */
  private static String shownTime(double seconds) {
    Instant instant = Instant.ofEpochSecond(0, START + (long) (seconds * SECOND));
    return instant.toString().substring(0, 19).replace('T', ' ') + " UTC";
  }

  private void slideTo(int seconds) {
    driver.executeScript(
        "const seek = document.getElementById('replay-seek'); seek.value = arguments[0];"
            + "seek.dispatchEvent(new Event('input')); seek.dispatchEvent(new Event('change'));",
        seconds * 1000);
    until(() -> !shown.replay.isBusy() && at(seconds));
    until(() -> text("replay-position").equals(shownTime(seconds)));
  }

  private boolean at(int seconds) {
    return shown.replay.positionNs() == START + seconds * SECOND;
  }

  /** MMSIs of the rows of the table. */
  @SuppressWarnings("unchecked")
  private Set<String> rows() {
    List<String> all =
        (List<String>)
            driver.executeScript(
                "return [...document.querySelectorAll('#vessels tbody tr')]"
                    + ".filter(row => !row.hidden).map(row => row.dataset.mmsi)");
    return new TreeSet<>(all);
  }

  private Set<String> vessels(JsonNode state) {
    Set<String> all = new TreeSet<>();
    state.path("vessels").forEach(vessel -> all.add(vessel.path("mmsi").asText()));
    return all;
  }

  @Test
  void theBarPlaysPausesStepsAndSetsTheSpeed() throws Exception {
    open(false);
    assertThat(text("replay")).isEqualToIgnoringCase("replay");
    assertThat(driver.getTitle()).isEqualTo("Replay · Alidade");
    assertThat(text("replay-play")).isEqualTo("Play");
    assertThat(text("replay-position")).isEqualTo(shownTime(0));
    assertThat(text("clock")).isEqualTo(shownTime(0));

    new Select(id("replay-speed")).selectByValue("10");
    until(() -> shown.replay.speed() == 10);
    id("replay-play").click();
    until(() -> text("replay-play").equals("Pause"));
    until(() -> text("replay-position").compareTo(shownTime(10)) > 0);
    id("replay-play").click();
    until(() -> text("replay-play").equals("Play") && shown.replay.isPaused());

    for (int i = 0; i < 3; i++) {
      long head = shown.state().path("head").asLong();
      id("replay-step").click();
      until(() -> headIs(head + 1));
    }
    id("replay-loop").click();
    until(shown.replay::isLooping);
    id("replay-loop").click();
    until(() -> !shown.replay.isLooping());

    new Select(id("replay-speed")).selectByValue("max");
    id("replay-play").click();
    until(shown.replay::isAtEnd);
    until(() -> text("replay-position").equals(text("replay-end")));
    until(() -> text("replay-play").equals("Play"));
    new Select(id("replay-speed")).selectByValue("1");
    id("replay-play").click(); // again, from the start
    until(() -> text("replay-position").compareTo(shownTime(20)) < 0);
    until(() -> text("replay-play").equals("Pause"));
    noComplaints();
  }

  private boolean headIs(long head) {
    try {
      return shown.state().path("head").asLong() == head;
    } catch (Exception fault) {
      throw new IllegalStateException(fault);
    }
  }

  @Test
  void keysDoWhatTheButtonsDo() {
    open(false);
    WebElement body = driver.findElement(By.tagName("body"));
    body.sendKeys(" ");
    until(() -> !shown.replay.isPaused());
    body.sendKeys(" ");
    until(shown.replay::isPaused);
    until(() -> text("replay-play").equals("Play"));
    long before = shown.replay.positionNs();
    body.sendKeys(".");
    until(() -> shown.replay.positionNs() > before);
    id("replay-seek").sendKeys(Keys.END);
    until(() -> text("replay-position").equals(text("replay-end")));
    id("replay-seek").sendKeys(Keys.HOME);
    until(() -> at(0));
    id("replay-seek").sendKeys(Keys.ARROW_RIGHT);
    until(() -> at(1));
    id("replay-seek").sendKeys(" "); // also with the slider in focus
    until(() -> !shown.replay.isPaused());
    id("filter").sendKeys(" ."); // text stays text
    assertThat(id("filter").getDomProperty("value")).isEqualTo(" .");
    assertThat(shown.replay.isPaused()).isFalse();
    noComplaints();
  }

  @Test
  void atEachPausedTimeThePageShowsTheStateOfThatTime() throws Exception {
    open(false);
    for (int second : new int[] {60, 5, 119, 30, 2, 90}) {
      slideTo(second);
      JsonNode state = shown.state();
      until(() -> rows().equals(vessels(state)));
      assertThat(text("vessel-count")).isEqualTo("" + vessels(state).size());
      assertThat(vessels(state)).hasSizeGreaterThan(second == 2 ? 0 : 5);
      assertThat(text("clock")).isEqualTo(shownTime(second));
      assertThat(driver.findElements(By.cssSelector("#invalid li")))
          .hasSameSizeAs(state.path("invalid"));
      for (JsonNode vessel : state.path("vessels")) {
        long ageS = (START + second * SECOND - ns(vessel.path("rx"))) / SECOND;
        assertThat(ageS).isBetween(0L, (long) second);
      }
      agree(state.path("vessels").path(0), second);
      for (WebElement invalid : driver.findElements(By.cssSelector("#invalid small"))) {
        assertThat(invalid.getText().substring(0, 8))
            .isLessThanOrEqualTo(shownTime(second).substring(11, 19));
      }
    }
    noComplaints();
  }

  /** Compares a vessel's row with what the state says of it. */
  private void agree(JsonNode vessel, int second) {
    String mmsi = vessel.path("mmsi").asText();
    String row =
        driver.findElement(By.cssSelector("#vessels tr[data-mmsi='" + mmsi + "']")).getText();
    if (vessel.has("speed")) {
      assertThat(row).contains("%.1f".formatted(vessel.path("speed").asDouble()));
    }
    long age = (START + second * SECOND - ns(vessel.path("rx"))) / SECOND;
    assertThat(row).contains((age < 60 ? age + " s" : age / 60 + " min"));
  }

  @Test
  void itLoops() throws Exception {
    open(false);
    slideTo(110);
    id("replay-loop").click();
    new Select(id("replay-speed")).selectByValue("60");
    id("replay-play").click();
    until(() -> text("replay-position").compareTo(shownTime(60)) < 0);
    id("replay-play").click();
    until(() -> text("replay-play").equals("Play"));
    JsonNode state = shown.state();
    until(() -> rows().equals(vessels(state)));
  }

  /**
   * Nothing on the page moves when a replay pauses, plays, ends or is slow to be where it should.
   */
  @Test
  void theBarStaysWhereItIs() throws Exception {
    open(false);
    slideTo(60);
    List<Object> places = new ArrayList<>();
    places.add(place());
    id("replay-play").click();
    until(() -> text("replay-play").equals("Pause"));
    places.add(place());
    new Select(id("replay-speed")).selectByValue("1000");
    until(shown.replay::isAtEnd);
    until(() -> text("replay-play").equals("Play"));
    places.add(place());
    shown.replay.speed(0.3); // which is no choice of the list
    until(() -> "0.3".equals(id("replay-speed").getDomProperty("value")));
    places.add(place());
    assertThat(places).allMatch(place -> place.equals(places.get(0)));
  }

  private Object place() {
    return driver.executeScript(
        "return JSON.stringify([...document.querySelectorAll('#replay-bar > *, .cards, main')]"
            + ".map(e => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width]; }))");
  }

  private void noComplaints() {
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
        .noneMatch(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue());
  }

  @ParameterizedTest
  @CsvSource({"1280,false", "1280,true", "390,false", "390,true"})
  void itFitsAndCanBeLookedAt(int width, boolean dark) throws Exception {
    open(dark);
    if (width < 1000) {
      // A window cannot be this narrow; a device can.
      driver.executeCdpCommand(
          "Emulation.setDeviceMetricsOverride",
          java.util.Map.of("width", width, "height", 844, "deviceScaleFactor", 1, "mobile", true));
    } else {
      driver.manage().window().setSize(new Dimension(1280, 943));
    }
    slideTo(75);
    id("replay-play").click();
    until(() -> text("replay-play").equals("Pause"));
    JsonNode state = shown.state();
    until(() -> rows().size() >= vessels(state).size());
    Thread.sleep(1500);
    Files.write(
        SCREENSHOTS.resolve("replay-" + width + (dark ? "-dark" : "-light") + ".png"),
        driver.getScreenshotAs(OutputType.BYTES));
    long overflow =
        (Long)
            driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(overflow).as("nothing hangs out at the side").isZero();
  }
}
