package io.alidade.orbit;

/** A file of the operator's that is wrong; the message is one line: {@code file:line: what}. */
public final class ElementsException extends Exception {
  private static final long serialVersionUID = 1L;

  ElementsException(String message) {
    super(message.replaceAll("\\p{Cntrl}+", " ")); // parts of it are the file's
  }
}
