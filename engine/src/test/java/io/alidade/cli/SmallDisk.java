package io.alidade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.ChildJvm;
import io.alidade.demo.Traffic;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.Sessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/**
 * A station as a child process, with its journal on a small file system of its own: a tmpfs in the
 * child's mount namespace, which lasts until the child's standard input ends.
 */
final class SmallDisk implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Traffic traffic = new Traffic(5, 1_764_032_400_000L);
  private final Path folder;
  private final Process shell;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> said = new ArrayList<>();
  private final Path disk;
  private final long station;
  private final URI state;
  private final Socket line;

  SmallDisk(Path folder, Path java, String... more) throws Exception {
    this(folder, "true", java, more);
  }

  /**
   * A station.
   *
   * @param before a shell command that comes before it, in the folder that is its disk
   */
  SmallDisk(Path folder, String before, Path java, String... more) throws Exception {
    this.folder = folder;
    Path mount = Files.createDirectories(folder.resolve("disk"));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> station = new ArrayList<>();
      station.addAll(
          ChildJvm.alidade(
                  java,
                  "run",
                  "--link",
                  "tcp://127.0.0.1:" + server.getLocalPort() + "?name=ais0",
                  "--journal",
                  mount + "/journal",
                  "--http",
                  "127.0.0.1:0")
              .command());
      station.addAll(List.of(more));
      List<String> command = new ArrayList<>();
      command.addAll(List.of("unshare", "-rm", "sh", "-c"));
      command.add(
          "mount -t tmpfs -o size=30m tmpfs "
              + mount
              + " || exit 9; (cd "
              + mount
              + " && "
              + before
              + ") || exit 9; \"$@\" & echo PID $!; wait $!; echo EXIT $?; read ignored");
      command.add("sh");
      command.addAll(station);
      shell = new ProcessBuilder(command).redirectErrorStream(true).start();
      Thread reader = new Thread(this::read, "child-output");
      reader.setDaemon(true);
      reader.start();
      this.station = Long.parseLong(await(said -> said.startsWith("PID ")).substring(4));
      disk = Path.of("/proc/" + this.station + "/root" + mount);
      String url = await(said -> said.contains("dashboard at "));
      state = URI.create(url.substring(url.indexOf("http")) + "/api/state");
      line = server.accept();
    }
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(shell.getInputStream(), UTF_8))) {
      for (String text = out.readLine(); text != null; text = out.readLine()) {
        lines.add(text);
      }
    } catch (IOException gone) {
      // With the child.
    }
  }

  String await(Predicate<String> wanted) throws InterruptedException {
    while (true) {
      String text = lines.poll(30, TimeUnit.SECONDS);
      assertThat(text).as("what comes after %s", said).isNotNull();
      said.add(text);
      if (wanted.test(text)) {
        return text;
      }
    }
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  static void assumeNamespaces() throws Exception {
    Process probe =
        new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "x", "/mnt").start();
    Assumptions.assumeTrue(probe.waitFor() == 0, "no mount namespaces here");
  }

  /** What the child has said, as far as it was awaited. */
  List<String> said() {
    return said;
  }

  /** The disk, while the station runs. */
  Path path() {
    return disk;
  }

  JsonNode status() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(state).build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .get("status");
  }

  void awaitStatus(Predicate<JsonNode> wanted) throws Exception {
    awaitStatus(20, wanted);
  }

  /** Sends so many sentences twenty times a second until something holds. */
  void awaitStatus(int perStep, Predicate<JsonNode> wanted) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    JsonNode status = status();
    while (!wanted.test(status)) {
      assertThat(System.nanoTime()).as(status + " " + lines).isLessThan(deadline);
      send(perStep);
      TimeUnit.MILLISECONDS.sleep(50);
      status = status();
    }
  }

  void send(int count) throws IOException {
    OutputStream out = line.getOutputStream();
    byte[] buffer = new byte[Traffic.MAX_LENGTH];
    for (int i = 0; i < count; i++) {
      out.write(buffer, 0, traffic.next(buffer));
    }
  }

  /** Writes until not a byte more is taken. */
  void fill() throws IOException {
    try (FileChannel file =
        FileChannel.open(
            disk.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int size = 1 << 16; size > 0; size /= 16) {
        try {
          while (true) {
            file.write(ByteBuffer.allocate(size));
          }
        } catch (IOException full) {
          // With this many bytes at a time.
        }
      }
    }
  }

  /** A copy of the journal, after the station has ended. */
  List<SessionInfo> journal() throws IOException {
    Path copy = folder.resolve("copy");
    Path from = Path.of("/proc/" + shellPid() + "/root" + folder.resolve("disk/journal"));
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(from.relativize(file).toString()));
      }
    }
    return Sessions.list(copy);
  }

  private long shellPid() {
    return shell.pid(); // unshare becomes the shell
  }

  int kill() throws Exception {
    ProcessHandle.of(station).ifPresent(ProcessHandle::destroyForcibly);
    return exit();
  }

  int end() throws Exception {
    ProcessHandle.of(station).ifPresent(ProcessHandle::destroy);
    return exit();
  }

  int exit() throws InterruptedException {
    return Integer.parseInt(await(text -> text.startsWith("EXIT ")).substring(5));
  }

  @Override
  public void close() throws Exception {
    line.close();
    ProcessHandle.of(station).ifPresent(ProcessHandle::destroyForcibly);
    shell.getOutputStream().close();
    shell.waitFor(10, TimeUnit.SECONDS);
  }
}
