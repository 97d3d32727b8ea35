package io.alidade.link;

/**
 * A link URI that cannot be used. The message is one line for the operator: the URI, what is wrong
 * with it, and what is allowed there.
 */
public final class LinkUriException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  LinkUriException(String uri, String problem) {
    super("link \"" + OneLine.of(uri, 120) + "\": " + OneLine.of(problem, 300));
  }
}
