/**
 * The one event layout, shared by ring, journal and replay: {@link io.alidade.event.Event} is a
 * flyweight over the bytes of a journal record, {@link io.alidade.event.FieldWriter} and {@link
 * io.alidade.event.FieldReader} are the two sides of its typed sections, and {@link
 * io.alidade.event.EventJson} is how an event is said to the world.
 *
 * <p>Nothing here allocates after construction, blocks, or reads a clock. No class here is
 * thread-safe: an event belongs to the thread that holds its ring slot.
 */
package io.alidade.event;
