package io.linkfleet.acceptance;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The monitor's console in a headless Chromium of its own, with a new profile. */
final class ConsolePage implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** It warns of every browser that is newer than the library; nothing that is used here is. */
  private static final Logger CHATTER = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver browser;

  private ConsolePage(ChromeDriver browser) {
    this.browser = browser;
  }

  /** Whether this machine has a Chromium, and the driver for it. */
  static boolean canBeOpened() {
    return chromium().isPresent() && program("chromedriver").isPresent();
  }

  static ConsolePage open(String address, Path profile) {
    CHATTER.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium().orElseThrow().toFile());
    options.addArguments(
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-dev-shm-usage", "--window-size=1440,1000", "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService driver =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    ConsolePage page = new ConsolePage(new ChromeDriver(driver, options));
    page.browser.get(address);
    page.await("the links have been read", () -> !page.texts("#rows tr.link").isEmpty());
    return page;
  }

  private static Optional<Path> chromium() {
    return Stream.of("chromium", "google-chrome")
        .flatMap(name -> program(name).stream())
        .findFirst();
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A row of the table, and what is said below it, as they are shown. */
  record Row(String status, String database, String all, String why, String nextAction) {}

  /** The rows that are shown now, by the ids of their links. */
  Map<String, Row> rows() {
    // one script, since the page may read again between two questions
    List<?> rows =
        (List<?>)
            browser.executeScript(
                """
                const text = (row, css) => row.querySelector(css)?.textContent ?? "";
                return [...document.querySelectorAll("#rows tr.link")].map((row) => [
                  row.dataset.id, row.querySelector(".badge").innerText, text(row, "button.open"),
                  row.innerText, text(row.nextSibling, ".sentence"),
                  [...row.nextSibling.querySelectorAll(".next-action")]
                    .map((next) => next.textContent).join()]);
                """);
    Map<String, Row> byId = new LinkedHashMap<>();
    for (Object row : rows) {
      List<String> cells = ((List<?>) row).stream().map(Objects::toString).toList();
      byId.put(
          cells.get(0),
          new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5)));
    }
    return byId;
  }

  /** The elements that a selector finds. */
  List<WebElement> all(String css) {
    return browser.findElements(By.cssSelector(css));
  }

  /** The one element that a selector finds. */
  WebElement one(String css) {
    return browser.findElement(By.cssSelector(css));
  }

  /** The texts of all elements that a selector finds, as a script sees them. */
  List<String> texts(String css) {
    List<?> texts =
        (List<?>)
            browser.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)",
                css);
    return texts.stream().map(Objects::toString).toList();
  }

  /** The element that has the focus. */
  WebElement focused() {
    return browser.switchTo().activeElement();
  }

  String title() {
    return browser.getTitle();
  }

  /** What the console's own module takes for statements in a text. */
  List<String> statements(String text) {
    List<?> found =
        (List<?>)
            browser.executeAsyncScript(
                """
                const [text, done] = arguments;
                import(new URL("console/statement.js", document.baseURI)).then((module) =>
                  done(module.pieces(text).filter((p) => p.statement).map((p) => p.text)));
                """,
                text);
    return found.stream().map(Objects::toString).toList();
  }

  /** Errors of scripts, refusals of the policy, files and answers that did not come. */
  List<String> errors() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::toString)
        .toList();
  }

  /** Waits for something that the page shows sooner or later. */
  void await(String what, Callable<Boolean> shown) {
    Awaitility.await(what).atMost(LIMIT).until(shown);
  }

  @Override
  public void close() {
    browser.quit();
  }
}
