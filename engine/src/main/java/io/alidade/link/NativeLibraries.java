package io.alidade.link;

import com.fazecast.jSerialComm.SerialPort;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads jSerialComm's and JNA's native libraries from a directory that only this user may enter,
 * instead of the places that they choose: jSerialComm loads whatever library lies at a fixed name
 * under {@code /tmp}, where another user may have put it, and falls back to the home directory; JNA
 * unpacks to the home directory. See the package documentation for what an operator may set.
 */
final class NativeLibraries {
  private static final String SERIAL_PATH = "jSerialComm.library.path";
  private static final String JNA_PATH = "jna.boot.library.path";
  private static final String JNA_TEMPORARY = "jna.tmpdir";
  private static final String[] SERIAL_ARCHITECTURES = {
    "x86_64", "armv8_64", "armv7hf", "armv6hf", "armv5", "armv8_32", "x86", "ppc64le"
  };

  private static boolean serialLoaded;
  private static boolean jnaLoaded;

  private NativeLibraries() {}

  /** Loads jSerialComm's, once. */
  static synchronized void loadSerial() throws IOException {
    if (serialLoaded) {
      return;
    }
    List<String> resources = new ArrayList<>();
    if (Platform.isLinux() && System.getProperty(SERIAL_PATH) == null) {
      for (String architecture : SERIAL_ARCHITECTURES) {
        resources.add("Linux/" + architecture + "/libjSerialComm.so");
      }
    }
    // What it cleans up below its default directories is then not another program's.
    System.setProperty("fazecast.jSerialComm.appid", "alidade");
    load("serial", SERIAL_PATH, resources, SerialPort::getVersion);
    serialLoaded = true;
  }

  /** Loads JNA's, once. */
  static synchronized void loadJna() throws IOException {
    if (jnaLoaded) {
      return;
    }
    List<String> resources = new ArrayList<>();
    if (Platform.isLinux() && System.getProperty(JNA_PATH) == null) {
      resources.add("com/sun/jna/" + Platform.RESOURCE_PREFIX + "/libjnidispatch.so");
    }
    // Not a library of another version that the system happens to have.
    System.setProperty("jna.nosys", "true");
    load("JNA", JNA_PATH, resources, NativeLibraries::touchJna);
    jnaLoaded = true;
  }

  /** JNA makes its temporary directory, below the home, even when it has nothing to unpack. */
  private static Object touchJna() {
    String directory = System.getProperty(JNA_PATH);
    boolean ours = System.getProperty(JNA_TEMPORARY) == null && directory != null;
    if (ours) {
      System.setProperty(JNA_TEMPORARY, directory);
    }
    try {
      return Native.POINTER_SIZE;
    } finally {
      if (ours) {
        System.clearProperty(JNA_TEMPORARY);
      }
    }
  }

  private interface Load {
    /** Touches a class that loads its library; the result is of no interest. */
    Object run();
  }

  private static void load(String what, String property, List<String> resources, Load load)
      throws IOException {
    Path directory = null;
    try {
      if (!resources.isEmpty()) {
        directory = Files.createTempDirectory("alidade-native-");
        unpack(directory, what, property, resources);
        System.setProperty(property, directory.toString());
      }
      Object ignored = load.run();
    } catch (LinkageError e) {
      throw new IOException(
          "cannot load the native " + what + " library: " + OneLine.of(String.valueOf(e), 150), e);
    } finally {
      if (directory != null) {
        // What is mapped stays usable after its file is gone.
        System.clearProperty(property);
        delete(directory);
      }
    }
  }

  private static void unpack(Path directory, String what, String property, List<String> resources)
      throws IOException {
    for (String resource : resources) {
      try (InputStream in = NativeLibraries.class.getResourceAsStream("/" + resource)) {
        if (in == null) {
          continue;
        }
        // jSerialComm looks under its own folders, JNA for the file.
        boolean foldered = resource.startsWith("Linux/");
        Path file =
            directory.resolve(foldered ? resource : Path.of(resource).getFileName().toString());
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
        // access(2) says no for a file system mounted noexec.
        if (!file.toFile().setExecutable(true, true) || !Files.isExecutable(file)) {
          throw new IOException(
              "cannot load the native "
                  + what
                  + " library: "
                  + directory.getParent()
                  + " does not allow execution (noexec); start with -Djava.io.tmpdir=DIR elsewhere,"
                  + " or -D"
                  + property
                  + "=DIR with the library in it");
        }
      }
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // Left behind in the temporary directory, which the system cleans.
    }
  }
}
