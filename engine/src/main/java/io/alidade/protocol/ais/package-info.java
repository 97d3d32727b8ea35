/**
 * AIS messages of ITU-R M.1371 in VDM and VDO sentences of IEC 61162-1: from the sentence to the
 * fields of one event. {@link io.alidade.protocol.ais.AisDecoder} is the way in.
 */
package io.alidade.protocol.ais;
