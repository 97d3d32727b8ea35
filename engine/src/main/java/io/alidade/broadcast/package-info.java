/**
 * The last stage: events to dashboards, over WebSocket.
 *
 * <p>{@link io.alidade.broadcast.Gateway} is what the pipeline sees. Its {@code publish} copies a
 * record into a ring and returns; everything else happens on the gateway's one event loop, which
 * every tick drains the ring, keeps the latest state, encodes each event once and hands the same
 * bytes to every client that can take them. A client that cannot is left behind and later told so.
 *
 * <h2>The protocol, {@code alidade.1}</h2>
 *
 * {@code GET /ws} with an allowed {@code Host} and {@code Origin}. The server sends text messages,
 * each one JSON object with a {@code type}; a client needs to send nothing. Unknown types and
 * unknown members must be ignored. Times are UTC with nine decimals.
 *
 * <ul>
 *   <li>{@code {"type":"hello","proto":"alidade.1","epoch":E,"head":N,"replay":B,"tick_ms":20,
 *       "time":T}}: the first message. {@code epoch} names the journal that sequences belong to, or
 *       is null; with another epoch than before the same sequences are other events; {@code head}
 *       is the newest sequence that the gateway has seen.
 *   <li>{@code {"type":"snapshot","seq":S,"page":P,"full":B,"vessels":[{"seq":n,"rx":T,"mmsi":...,
 *       ...}],"more":B}}: the latest fused fields of vessels, with the sequence and receive time of
 *       the event that they are from. Pages are numbered from 0; {@code full} says that they
 *       replace what was known, else they are what changed since the client fell behind and replace
 *       vessels one by one. A vessel that changes while pages are sent comes again in a later one.
 *       The last page ({@code "more":false}) also has {@code "own"} (own ship's fused fields or
 *       null), {@code "links"} (the latest {@code link} event of each link), {@code "invalid"} (the
 *       last invalid events, oldest first) and {@code "outage"} (the {@code journal.outage} event
 *       of an outage that is not over, or null); what follows is live, from the first event after
 *       its {@code seq}, without gap or repeat.
 *   <li>{@code {"type":"events","from":A,"events":[...],"to":B}}: live events in the form of {@link
 *       io.alidade.event.EventJson}, in order; an event is followed by what the fuse stage made of
 *       it, {@code "msg":"track"} or {@code "own"}, with the same sequence.
 *   <li>{@code {"type":"lag","reason":R,"from":A,"head":N,"ms":M}}: events from {@code A} on were
 *       left out for this client: it did not read ({@code slow}), or there were more than clients
 *       are sent ({@code rate}). Snapshot pages follow, then live events. With reason {@code
 *       dropped} and {@code "missed":n} in place of {@code from} and {@code ms}, the gateway itself
 *       did not keep up; no snapshot follows, and later events make the state current again.
 *   <li>{@code {"type":"stats",...}}: once a second, the totals since the gateway's start. In a
 *       replay that can be controlled also {@code
 *       "replay":{"position":T,"start":T,"end":T,"speed":10, "paused":B,"loop":B,"at_end":B}}, and
 *       sent after each control too; nothing later than {@code position} is told, {@code speed} may
 *       be {@code "max"}.
 * </ul>
 *
 * To such a replay a client may send {@code {"type":"replay","action":A,"argument":S}}, where the
 * action is {@code play}, {@code pause}, {@code step}, {@code speed}, {@code seek} or {@code loop};
 * {@code POST /api/replay?action=A&argument=S} does the same, answers when it has come about, with
 * that object, and says what was wrong with 400. After a seek clients get a whole snapshot.
 *
 * <p>Close codes: 1001 the engine stops; 1002 not WebSocket; 1008 too many messages; 1009 a message
 * above 4 KiB; 1013 come back later: too many clients, or unable to take data for 30 s.
 *
 * <p>Only this package imports Netty.
 */
package io.alidade.broadcast;
