package io.alidade.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.Browser;
import io.alidade.event.Flag;
import io.alidade.event.Links;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page in a real browser that can reach nothing but the gateway. */
@Timeout(120)
class DashboardTest {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final String[] NAMES = {
    "MAAS TRADER", "EEMSLIFT ELLEN", "STENA BRITANNICA", "PILOT POLARIS", "NOORDERLICHT",
    "HOEK 7", "ATLANTIC SPIRIT", "WIJDE BLICK", "DELTA QUEEN", "CAP FINISTERRE"
  };
  private static final int[] TYPES = {70, 79, 60, 50, 36, 52, 80, 30, 69, 71};
  private static final int[] STATUSES = {0, 0, 5, 0, 8, 11, 1, 7, 0, 3};

  @TempDir Path profile;
  private final TestEvents events = new TestEvents();
  private Gateway gateway;
  private ChromeDriver driver;

  @BeforeEach
  void start() throws Exception {
    Browser.assumeThere();
    gateway = startGateway(0, false);
  }

  private Gateway startGateway(int port, boolean replay) throws GatewayException {
    Gateway started = Gateway.start("127.0.0.1", port, out -> {}, replay);
    started.links(new Links("ais0", "gps0", "ais1"));
    return started;
  }

  private void open(boolean dark) {
    driver = Browser.open(profile, "http://127.0.0.1:" + gateway.port() + "/", dark);
  }

  @AfterEach
  void stop() {
    if (driver != null) {
      driver.quit();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  private void until(BooleanSupplier condition) {
    new WebDriverWait(driver, Duration.ofSeconds(20), Duration.ofMillis(50))
        .until(d -> condition.getAsBoolean());
  }

  private WebElement id(String id) {
    return driver.findElement(By.id(id));
  }

  /** A cell's text, or null when there is no such row. */
  private String cell(int mmsi, String column) {
    return (String)
        driver.executeScript(
            "return document.querySelector(`#vessels tr[data-mmsi=\"${arguments[0]}\"]"
                + " td.${arguments[1]}`)?.textContent ?? null",
            mmsi,
            column);
  }

  private long rows() {
    return (Long)
        driver.executeScript("return document.querySelectorAll('#vessels tbody tr').length");
  }

  private List<String> names() {
    return driver.findElements(By.cssSelector("#vessels tbody td.name")).stream()
        .map(WebElement::getText)
        .toList();
  }

  private List<LogEntry> consoleErrors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .toList();
  }

  private void screenshot(String name) throws Exception {
    Files.createDirectories(SCREENSHOTS);
    Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  private void publishFleet(int round, int size) {
    events.at(System.currentTimeMillis() * 1_000_000);
    for (int i = 0; i < size; i++) {
      int k = i % NAMES.length;
      double lat = 51.9 + i * 7 % 40 / 100.0;
      double lon = 3.7 + i * 13 % 70 / 100.0;
      String vesselClass = k == 4 || k == 5 ? "B" : "A";
      String name = i < NAMES.length ? NAMES[k] : i % 9 == 0 ? null : NAMES[k] + " " + i;
      gateway.publish(
          events.vessel(
              244_000_100 + i, name, vesselClass, TYPES[k], STATUSES[k], lat, lon, round));
    }
    gateway.publish(events.own(51.98 + round * 1e-5, 4.12));
    gateway.publish(events.invalid(round % 3 == 0 ? Flag.CUT : Flag.CHECKSUM));
    gateway.publish(events.suspect(Flag.JUMP));
  }

  @Test
  void anOutageOfTheJournalIsSeenAsLongAsItLasts() throws Exception {
    gateway.publish(events.outage(false));
    open(false);
    until(() -> id("outage").isDisplayed());
    assertThat(id("outage").getText()).isEqualTo("Not journaling since 12:34:56");
    assertThat(id("outage").getDomAttribute("title")).isEqualTo("the disk is full");
    screenshot("outage");
    gateway.publish(events.outage(true));
    until(() -> !id("outage").isDisplayed());
    gateway.publish(events.outage(false));
    until(() -> id("outage").isDisplayed());
    assertThat(consoleErrors()).isEmpty();
  }

  @Test
  void vesselsAppearMoveAndCanBeSortedAndFiltered() throws Exception {
    gateway.publish(events.link(1, "up", 1));
    gateway.publish(events.link(2, "up", 1));
    gateway.publish(events.link(3, "down", 4));
    for (int round = 1; round <= 5; round++) {
      publishFleet(round, 60);
    }
    open(false);
    until(() -> rows() == 60);
    assertThat(id("connection").getDomAttribute("data-state")).isEqualTo("connected");
    assertThat(id("connection").getText()).isEqualTo("Connected");
    assertThat(id("replay").isDisplayed()).isFalse();

    assertThat(cell(244_000_100, "name")).isEqualTo("MAAS TRADER");
    assertThat(cell(244_000_100, "class")).isEqualTo("A");
    assertThat(cell(244_000_100, "type")).isEqualTo("Cargo");
    assertThat(cell(244_000_102, "status")).isEqualTo("Moored");
    assertThat(cell(244_000_103, "type")).isEqualTo("Pilot");
    assertThat(cell(244_000_104, "status")).as("class B has none").isEmpty();
    until(() -> "5".equals(cell(244_000_100, "messages")));
    assertThat(cell(244_000_100, "position")).isEqualTo("51°54.0051′N 003°42.0087′E");
    assertThat(id("own-position").getText()).isEqualTo("51°58.8030′N 004°07.2000′E");
    assertThat(id("own-detail").getText()).contains("6.2 kn", "287°");

    String before = cell(244_000_100, "position");
    publishFleet(6, 60);
    until(() -> !before.equals(cell(244_000_100, "position")));
    until(() -> "51°54.0061′N 003°42.0104′E".equals(cell(244_000_100, "position")));
    until(() -> "6".equals(cell(244_000_100, "messages")));

    until(() -> id("count-invalid").getText().equals("6"));
    until(() -> id("count-suspect").getText().equals("6"));
    until(() -> id("count-good").getText().equals(String.valueOf(3 + 6 * 61)));
    List<WebElement> invalid = driver.findElements(By.cssSelector("#invalid li"));
    assertThat(invalid).hasSize(6);
    assertThat(invalid.get(0).getText()).contains("Cut short", "ais0");
    assertThat(driver.findElements(By.cssSelector("#links li"))).hasSize(3);
    assertThat(driver.findElement(By.cssSelector("#links [data-link=ais1]")).getText())
        .contains("down", "attempt 4");

    String age = cell(244_000_100, "age");
    until(() -> !age.equals(cell(244_000_100, "age")));

    driver.findElement(By.cssSelector("#vessels th.mmsi button")).click();
    until(() -> names().get(0).equals("MAAS TRADER"));
    driver.findElement(By.cssSelector("#vessels th.mmsi button")).click();
    until(() -> !names().get(0).equals("MAAS TRADER"));
    assertThat(driver.findElement(By.cssSelector("#vessels th.mmsi")).getDomAttribute("aria-sort"))
        .isEqualTo("descending");

    id("filter").sendKeys("pilot");
    until(() -> rows() == 6);
    until(() -> id("shown").getText().equals("6 of 60 shown"));
    id("filter").clear();
    id("filter").sendKeys("no such ship");
    until(() -> rows() == 0);
    until(() -> id("empty").getText().equals("No vessel matches the filter"));
    id("filter").clear();
    id("filter").sendKeys(" ");
    new Select(id("filter-class")).selectByValue("B");
    until(() -> rows() == 12);
    new Select(id("filter-class")).selectByValue("");
    driver.findElement(By.cssSelector("#vessels th.name button")).click();
    until(() -> rows() == 60);

    assertThat(consoleErrors()).isEmpty();
    List<?> resources =
        (List<?>)
            driver.executeScript(
                "return performance.getEntriesByType('resource').map((entry) => entry.name)");
    assertThat(resources)
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(name.toString()).startsWith("http://127.0.0.1:" + gateway.port() + "/"));
    for (int round = 7; round < 12; round++) {
      publishFleet(round, 60);
    }
    until(() -> "11".equals(cell(244_000_100, "messages")));
    assertThat(
            (Boolean)
                driver.executeScript(
                    "return [...document.querySelectorAll('#vessels tbody tr:first-child td')]"
                        + ".every((td) => td.scrollWidth <= td.clientWidth)"))
        .as("no cell is cut off")
        .isTrue();
    screenshot("dashboard-light");
  }

  @Test
  void itIsReadableInTheDarkAndSaysThatItIsAReplay() throws Exception {
    gateway.close();
    gateway = startGateway(0, true);
    gateway.publish(events.link(1, "up", 1));
    publishFleet(1, 300);
    open(true);
    until(() -> rows() == 300);
    until(() -> id("replay").isDisplayed());
    assertThat(driver.executeScript("return matchMedia('(prefers-color-scheme: dark)').matches"))
        .isEqualTo(true);
    screenshot("dashboard-dark");
    assertThat(consoleErrors()).isEmpty();
  }

  @Test
  void thousandsOfVesselsAreCountedAndTheFirst500Shown() throws Exception {
    publishFleet(1, 4000);
    open(false);
    until(() -> rows() == 500);
    until(() -> id("vessel-count").getText().equals("4,000"));
    until(() -> id("shown").getText().equals("4,000, first 500 shown"));
    for (int round = 2; round < 6; round++) {
      publishFleet(round, 4000);
    }
    String shown =
        driver.findElement(By.cssSelector("#vessels tbody tr")).getDomAttribute("data-mmsi");
    until(() -> "5".equals(cell(Integer.parseInt(shown), "messages")));
    assertThat(consoleErrors()).isEmpty();
    screenshot("dashboard-many");
  }

  @Test
  void textFromTheAirIsShownAsTextOnly() {
    String name = "<img src=x onerror=alert(1)>";
    gateway.publish(events.vessel(244_000_001, name, "A", 70, 0, 52, 4, 1));
    open(false);
    until(() -> name.equals(cell(244_000_001, "name")));
    assertThat(driver.findElements(By.cssSelector("#vessels img"))).isEmpty();
    assertThat(consoleErrors()).isEmpty();
  }

  @Test
  void itReconnectsByItselfAndShowsTheNewState() throws Exception {
    publishFleet(1, 5);
    open(false);
    until(() -> rows() == 5);
    int port = gateway.port();
    gateway.close();
    until(() -> id("connection").getDomAttribute("data-state").equals("reconnecting"));
    assertThat(id("connection").getText()).startsWith("Reconnecting");
    screenshot("dashboard-reconnecting");
    gateway = startGateway(port, false);
    publishFleet(2, 3);
    until(() -> id("connection").getDomAttribute("data-state").equals("connected"));
    until(() -> rows() == 3);
  }
}
