package io.alidade.link;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A serial line without the hardware: a pseudo-terminal of the system, in raw mode. What is written
 * to {@link #output} is read from the device at {@link #path} and the other way round, byte for
 * byte. Closing it is what unplugging an adapter is: whoever has the device open is hung up, and
 * its path goes away (and may be given to the next one that is opened).
 *
 * <p>Linux only. Thread-safe: one thread may write while another reads and a third closes.
 */
public final class PseudoTerminal implements AutoCloseable {
  private static final int O_RDWR = 02;
  private static final int O_NOCTTY = 0400;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;
  private static final int TCSANOW = 0;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final int EINTR = 4;
  private static final int EIO = 5;
  private static final int EAGAIN = 11;

  /** struct termios takes 60 bytes; room for what other C libraries add. */
  private static final int TERMIOS_BYTES = 256;

  private static final int CHUNK = 4096;
  private static final int POLL_MILLIS = 50;

  /** The C library; lengths and results of type size_t and ssize_t have the size of long. */
  private static final class C {
    static {
      Native.register(C.class, Platform.C_LIBRARY_NAME);
    }

    static native int posix_openpt(int flags) throws LastErrorException;

    static native int grantpt(int fd) throws LastErrorException;

    static native int unlockpt(int fd) throws LastErrorException;

    static native int ptsname_r(int fd, byte[] name, NativeLong size);

    static native int tcgetattr(int fd, Pointer termios) throws LastErrorException;

    static native void cfmakeraw(Pointer termios);

    static native int tcsetattr(int fd, int when, Pointer termios) throws LastErrorException;

    static native int poll(Pointer fds, NativeLong count, int millis) throws LastErrorException;

    static native NativeLong read(int fd, Pointer bytes, NativeLong size) throws LastErrorException;

    static native NativeLong write(int fd, Pointer bytes, NativeLong size)
        throws LastErrorException;

    static native int close(int fd) throws LastErrorException;
  }

  private final int fd;
  private final String path;
  private final Output output = new Output();
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();
  private final Memory writeBytes = new Memory(CHUNK);
  private final Memory writePoll = new Memory(8);
  private final Memory readBytes = new Memory(CHUNK);
  private final Memory readPoll = new Memory(8);
  private volatile boolean closed;

  private PseudoTerminal(int fd, String path) {
    this.fd = fd;
    this.path = path;
  }

  /**
   * Opens a new one.
   *
   * @throws IOException if the system has none, or JNA's library cannot be loaded
   */
  public static PseudoTerminal open() throws IOException {
    if (!Platform.isLinux()) {
      throw new IOException("pseudo-terminals are for Linux");
    }
    NativeLibraries.loadJna();
    int fd;
    try {
      fd = C.posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    } catch (LastErrorException e) {
      throw fault("open a pseudo-terminal", e);
    }
    try {
      C.grantpt(fd);
      C.unlockpt(fd);
      byte[] name = new byte[128];
      int errno = C.ptsname_r(fd, name, new NativeLong(name.length));
      if (errno != 0) {
        throw new LastErrorException(errno);
      }
      try (Memory termios = new Memory(TERMIOS_BYTES)) {
        C.tcgetattr(fd, termios);
        C.cfmakeraw(termios);
        C.tcsetattr(fd, TCSANOW, termios);
      }
      return new PseudoTerminal(fd, Native.toString(name, StandardCharsets.US_ASCII));
    } catch (LastErrorException e) {
      C.close(fd);
      throw fault("set up a pseudo-terminal", e);
    }
  }

  /** The device that stands for the serial port, as {@code /dev/pts/3}. */
  public String path() {
    return path;
  }

  /**
   * Where bytes for the device's reader go. A write returns when the system has taken all of it: it
   * buffers a few KiB, and blocks while nobody reads. After {@link #close}, also during a write, it
   * throws. Closing the stream does nothing.
   */
  public OutputStream output() {
    return output;
  }

  /**
   * What was written to the device.
   *
   * @return how many bytes; 0 if none came within 50 ms; -1 after {@link #close}
   */
  public int read(byte[] bytes) throws IOException {
    reading.lock();
    try {
      if (closed) {
        return -1;
      }
      if (!poll(readPoll, POLLIN)) {
        return 0;
      }
      int length = C.read(fd, readBytes, size(Math.min(bytes.length, CHUNK))).intValue();
      readBytes.read(0, bytes, 0, length);
      return length;
    } catch (LastErrorException e) {
      int errno = e.getErrorCode();
      if (errno == EAGAIN || errno == EINTR) {
        return 0;
      }
      if (errno == EIO) {
        // Nobody has the device open (any more); poll does not wait then.
        pause();
        return 0;
      }
      throw fault("read from " + path, e);
    } finally {
      reading.unlock();
    }
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    writing.lock();
    try {
      int done = 0;
      while (done < length) {
        if (closed) {
          throw new IOException("pseudo-terminal " + path + " is closed");
        }
        if (!poll(writePoll, POLLOUT)) {
          continue;
        }
        int piece = Math.min(length - done, CHUNK);
        writeBytes.write(0, bytes, offset + done, piece);
        try {
          done += C.write(fd, writeBytes, size(piece)).intValue();
        } catch (LastErrorException e) {
          int errno = e.getErrorCode();
          if (errno != EAGAIN && errno != EINTR) {
            throw e;
          }
          pause();
        }
      }
    } catch (LastErrorException e) {
      throw fault("write to " + path, e);
    } finally {
      writing.unlock();
    }
  }

  private boolean poll(Memory pollfd, short events) {
    pollfd.setInt(0, fd);
    pollfd.setShort(4, events);
    pollfd.setShort(6, (short) 0);
    try {
      return C.poll(pollfd, size(1), POLL_MILLIS) > 0;
    } catch (LastErrorException e) {
      if (e.getErrorCode() == EINTR) {
        return false;
      }
      throw e;
    }
  }

  private static NativeLong size(int size) {
    return new NativeLong(size);
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static IOException fault(String what, LastErrorException e) {
    return new IOException("cannot " + what + " (errno " + e.getErrorCode() + ")", e);
  }

  /** Hangs up. Waits for a read or write under way, 50 ms at the longest. May be called again. */
  @Override
  public void close() {
    closed = true;
    writing.lock();
    reading.lock();
    try {
      if (writeBytes.valid()) {
        C.close(fd);
        writeBytes.close();
        writePoll.close();
        readBytes.close();
        readPoll.close();
      }
    } catch (LastErrorException e) {
      // On Linux the descriptor is gone whatever close says.
    } finally {
      reading.unlock();
      writing.unlock();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      PseudoTerminal.this.write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      PseudoTerminal.this.write(bytes, offset, length);
    }
  }
}
