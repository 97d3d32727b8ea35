package io.alidade.cli;

import io.alidade.station.EnvironmentException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output for much data. A reader that has gone away, as {@code head} does, is an end like
 * another; anything else that keeps the bytes from arriving, as a full disk, is a fault.
 */
final class StandardOutput {
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private IOException fault;

  /** Writes, or does nothing after a failure; false when no more is wanted. */
  boolean write(byte[] bytes, int length) {
    return write(bytes, 0, length);
  }

  /** The same for a part of an array. */
  boolean write(byte[] bytes, int offset, int length) {
    if (fault == null) {
      try {
        out.write(bytes, offset, length);
      } catch (IOException failed) {
        fault = failed;
      }
    }
    return fault == null;
  }

  /** Complains when not all that was written has arrived. */
  void check() throws EnvironmentException {
    if (fault != null && !isReaderGone()) {
      throw new EnvironmentException(
          "cannot write to standard output: " + fault.getMessage() + "; what is there is cut",
          fault);
    }
  }

  private boolean isReaderGone() {
    return String.valueOf(fault.getMessage()).contains("Broken pipe");
  }
}
