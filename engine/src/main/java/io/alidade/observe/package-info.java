/**
 * What the engine knows of itself: counters with one writer each, latencies by stage. Writing costs
 * nanoseconds and allocates nothing; readers are on other threads and see values a moment old.
 */
package io.alidade.observe;
