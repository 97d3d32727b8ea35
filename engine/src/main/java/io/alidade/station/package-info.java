/**
 * A station: its configuration, and the running whole of links, pipeline, journal and gateway. Cold
 * path, but for what it wires together.
 */
package io.alidade.station;
