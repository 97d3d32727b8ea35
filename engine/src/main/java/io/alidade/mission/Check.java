package io.alidade.mission;

/**
 * What a value is checked against.
 *
 * @param number of the top-level parameter among those that can be in alarm
 * @param memory the number of its {@link AlarmMemory}, or -1 for none
 */
record Check(Limits limits, int number, int memory) {}
