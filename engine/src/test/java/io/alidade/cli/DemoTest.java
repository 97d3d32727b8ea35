package io.alidade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.ChildJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What a newcomer sees: the demonstration, in a real browser, then Ctrl-C. */
class DemoTest {
  @TempDir Path folder;

  @Test
  void vesselsMoveInABrowserAndTheJournalVerifies() throws Exception {
    Path browser = Path.of("/usr/bin/chromium");
    Path driver = Path.of("/usr/bin/chromedriver");
    Assumptions.assumeTrue(
        Files.isExecutable(browser) && Files.isExecutable(driver), "no chromium on this machine");
    Path journal = folder.resolve("journal");
    Process demo =
        ChildJvm.alidade("demo", "--http", "127.0.0.1:0", "--journal", journal.toString())
            .redirectOutput(folder.resolve("status").toFile())
            .start();
    try {
      watch(address(demo), browser, driver);
      demo.destroy(); // SIGTERM
      assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isZero();
    } finally {
      demo.destroyForcibly();
    }
    assertThat(Files.readAllLines(folder.resolve("status"))).isNotEmpty();
    assertThat(Alidade.execute("verify", journal.toString())).isZero();
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

  private void watch(String address, Path browser, Path driverFile) throws Exception {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,800",
        "--user-data-dir=" + folder.resolve("browser"));
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(driverFile.toFile()).build();
    ChromeDriver driver = new ChromeDriver(service, options);
    try {
      driver.get(address);
      WebDriverWait patience = new WebDriverWait(driver, Duration.ofSeconds(60));
      String first =
          patience.until(
              page -> {
                List<WebElement> rows =
                    page.findElements(By.cssSelector("#vessels tbody tr[data-mmsi]"));
                return rows.size() >= 5 ? text(driver) : null;
              });
      patience.until(page -> !text(driver).equals(first));
      Path target = Files.createDirectories(Path.of("target"));
      Files.write(target.resolve("demo.png"), driver.getScreenshotAs(OutputType.BYTES));
    } finally {
      driver.quit();
    }
  }

  /** Positions of all rows, in one go, so that no row changes while they are read. */
  private static String text(ChromeDriver driver) {
    return (String)
        driver.executeScript(
            "return [...document.querySelectorAll('#vessels tbody tr[data-mmsi]')]"
                + ".map(r => r.dataset.mmsi + r.querySelector('.position, [data-field=position],"
                + " td:nth-child(6)').textContent).sort().join('|')");
  }
}
