/**
 * The command line. Exit codes: 0 done, 1 the work failed or differs, 2 wrong usage or
 * configuration, 3 an environment fault. Errors are one line on stderr.
 */
package io.alidade.cli;
