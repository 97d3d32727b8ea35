package io.alidade.link;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A serial device. Reads return as soon as a byte is there, and after 0.2 s without one, so that
 * closing never has to disturb a blocked read: the native library frees what a read still uses.
 */
final class SerialSource implements Source {
  private static final int BUFFER = 4096;
  private static final int READ_MILLIS = 200;
  private static final int CLOSE_MILLIS = 1000;

  /** What the kernel gives a slow port by itself to send what was written before it is closed. */
  private static final int FINISH_MILLIS = 30_000;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int ENOENT = 2;
  private static final int EIO = 5;
  private static final int ENXIO = 6;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EBUSY = 16;
  private static final int ENODEV = 19;
  private static final int ENOTTY = 25;

  private final LinkUri uri;
  private final LinkClock clock;
  private final Path path;
  private SerialPort port;
  private Path opened;
  private long lastEmptyRead;

  SerialSource(LinkUri uri, LinkClock clock) {
    this.uri = uri;
    this.clock = clock;
    this.path = Path.of(uri.path());
  }

  @Override
  public int bufferSize() {
    return BUFFER;
  }

  @Override
  public void prepare() throws IOException {
    NativeLibraries.loadSerial();
  }

  @Override
  public String open() throws IOException {
    String device = resolve();
    SerialPort opening;
    try {
      opening = SerialPort.getCommPort(device);
    } catch (SerialPortInvalidPortException e) {
      throw new IOException(absent(), e);
    }
    // For a name that is gone the library tries others of the same last element.
    if (!opening.getSystemPortPath().equals(device)) {
      throw new IOException(absent());
    }
    opening.setComPortParameters(
        uri.baud(), uri.dataBits(), stopBits(uri.stop()), parity(uri.parity()));
    opening.setFlowControl(
        switch (uri.flow()) {
          case NONE -> SerialPort.FLOW_CONTROL_DISABLED;
          case RTSCTS -> SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED;
        });
    opening.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
    if (!opening.openPort(0)) {
      int errno = opening.getLastErrorCode();
      // What the library says of a port that this very process has open.
      boolean ours = errno == ENOENT && Files.exists(path);
      throw new IOException(openFault(path, ours ? EBUSY : errno));
    }
    port = opening;
    opened = Path.of(device);
    lastEmptyRead = clock.nanoTime() - TimeUnit.SECONDS.toNanos(1);
    return path + " is open at " + uri.baud() + " baud";
  }

  @Override
  public int read(byte[] buffer, int waitMillis) throws IOException {
    int length = port.readBytes(buffer, buffer.length, 0);
    if (length > 0) {
      return length;
    }
    // To the kernel a terminal that was hung up is at its end, read after read. The library makes
    // -1
    // of that; should a driver's case slip through as 0, asking how many bytes wait does fail.
    if (length < 0 || port.bytesAvailable() < 0) {
      throw new IOException(readFault(port.getLastErrorCode()));
    }
    long now = clock.nanoTime();
    if (now - lastEmptyRead < TimeUnit.MILLISECONDS.toNanos(READ_MILLIS) / 4) {
      // A driver that does not wait; never spin on it.
      clock.sleep(PAUSE_NANOS);
    }
    lastEmptyRead = now;
    return 0;
  }

  /** Writes all of the bytes; waits while the device has no room for them. */
  void write(byte[] bytes, int offset, int length) throws IOException {
    // The library goes on until all is written, or until a fault, of which it only tells the count.
    if (port.writeBytes(bytes, length, offset) < length) {
      throw new IOException(readFault(0));
    }
  }

  /**
   * Closes after what was written has gone out. The library's own way to close discards what the
   * hardware has not sent yet, or the reader at a pseudo-terminal's other end has not read.
   */
  void finish() {
    if (port == null) {
      return;
    }
    Path device = opened;
    runWithin(
        FINISH_MILLIS,
        "link-" + uri.name() + "-finish",
        () -> {
          try {
            Descriptors.takeAway(device);
          } catch (IOException impossible) {
            // As where native code may not be unpacked: time for all but a reader that stands
            // still.
            clock.sleep(TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS));
          }
        });
    close();
  }

  /**
   * Closing can hang in the driver: it is left to a thread of its own, which may be left behind.
   */
  @Override
  public void close() {
    SerialPort closing = port;
    if (closing == null) {
      return;
    }
    port = null;
    runWithin(CLOSE_MILLIS, "link-" + uri.name() + "-close", closing::closePort);
  }

  /**
   * Runs an action on a daemon thread of its own and waits for it, but not for ever.
   *
   * @return whether it came to its end in time; if not, it is left to itself
   */
  static boolean runWithin(int millis, String threadName, Runnable action) {
    Thread thread = new Thread(action, threadName);
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      // See LinkClock: interrupts mean nothing here.
    }
    return !thread.isAlive();
  }

  @Override
  public boolean cancel() {
    return true;
  }

  @Override
  public String endReason() {
    return readFault(0);
  }

  /** The device node that the configured path leads to now, and no other. */
  private String resolve() throws IOException {
    Path device;
    try {
      device = path.toRealPath();
      int mode = (Integer) Files.getAttribute(device, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      if ((mode & 0170000) != 0020000) {
        throw new IOException(path + " is not a serial device");
      }
    } catch (NoSuchFileException e) {
      throw new IOException(absent(), e);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      throw new IOException("serial links are for Linux", e);
    }
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      throw new IOException(openFault(path, EACCES));
    }
    return device.toString();
  }

  private static int stopBits(LinkUri.Stop stop) {
    return switch (stop) {
      case ONE -> SerialPort.ONE_STOP_BIT;
      case ONE_AND_A_HALF -> SerialPort.ONE_POINT_FIVE_STOP_BITS;
      case TWO -> SerialPort.TWO_STOP_BITS;
    };
  }

  private static int parity(LinkUri.Parity parity) {
    return switch (parity) {
      case NONE -> SerialPort.NO_PARITY;
      case EVEN -> SerialPort.EVEN_PARITY;
      case ODD -> SerialPort.ODD_PARITY;
      case MARK -> SerialPort.MARK_PARITY;
      case SPACE -> SerialPort.SPACE_PARITY;
    };
  }

  private String absent() {
    return path + " is not there; plug the device in or correct the path";
  }

  private String readFault(int errno) {
    return switch (errno) {
      case 0, EIO, ENXIO, ENODEV -> path + " went away";
      default -> path + " cannot be read (errno " + errno + ")";
    };
  }

  /** What a failed open means to the operator. */
  static String openFault(Path path, int errno) {
    return switch (errno) {
      case ENOENT, ENXIO, ENODEV -> path + " is not there; plug the device in or correct the path";
      case EACCES -> {
        String group = group(path);
        yield "permission denied on "
            + path
            + "; add the user to group "
            + group
            + " (sudo usermod -aG "
            + group
            + " USER) and log in again";
      }
      case EAGAIN, EBUSY -> path + " is in use by another program";
      case ENOTTY -> path + " is not a serial device";
      default -> path + " cannot be opened (errno " + errno + ")";
    };
  }

  /** The group that may use the device, or the usual one where that is not to be learnt. */
  private static String group(Path path) {
    try {
      String group = String.valueOf(Files.getAttribute(path, "posix:group"));
      return group.equals("root") ? "dialout" : group;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "dialout";
    }
  }
}
