package io.alidade.link;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The descriptors of this process, as the kernel numbers them. Linux only. */
final class Descriptors {
  private static final int O_RDWR = 02;

  private Descriptors() {}

  /** The C library. */
  private static final class C {
    static {
      Native.register(C.class, Platform.C_LIBRARY_NAME);
    }

    static native int open(String path, int flags) throws LastErrorException;

    static native int dup2(int from, int to) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;
  }

  /**
   * Takes a device away from whoever in this process has it open: the kernel closes it, which lets
   * what was written to it go out, and its descriptor stands for the null device from then on.
   * Returns when the kernel has, which can take as long as the device is slow.
   *
   * @param device the path of its node, no symbolic link
   * @throws IOException when that cannot be done; the device is as it was then
   */
  static void takeAway(Path device) throws IOException {
    int fd = descriptorOf(device);
    NativeLibraries.loadJna();
    try {
      int nothing = C.open("/dev/null", O_RDWR);
      try {
        C.dup2(nothing, fd);
      } finally {
        C.close(nothing);
      }
    } catch (LastErrorException e) {
      throw new IOException("cannot close " + device + " (errno " + e.getErrorCode() + ")", e);
    }
  }

  private static int descriptorOf(Path device) throws IOException {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc/self/fd"), Files::isSymbolicLink)) {
      for (Path descriptor : descriptors) {
        if (leadsTo(descriptor, device)) {
          return Integer.parseInt(descriptor.getFileName().toString());
        }
      }
    }
    throw new IOException(device + " is not open");
  }

  private static boolean leadsTo(Path descriptor, Path device) {
    try {
      return Files.readSymbolicLink(descriptor).equals(device);
    } catch (IOException closed) {
      return false; // meanwhile, as that of the directory itself
    }
  }
}
