/** JMH benchmarks; run them with {@code scripts/bench}. */
package io.alidade.bench;
