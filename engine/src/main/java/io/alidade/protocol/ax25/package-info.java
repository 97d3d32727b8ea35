/** AX.25 link-layer frames (version 2.2, modulo 8) to fields. */
package io.alidade.protocol.ax25;
