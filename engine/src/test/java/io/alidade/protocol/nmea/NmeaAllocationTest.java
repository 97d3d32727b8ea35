package io.alidade.protocol.nmea;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.alidade.SteadyDecoding;
import io.alidade.framing.NmeaFramer;
import org.junit.jupiter.api.Test;

class NmeaAllocationTest {
  private static final String TAG = "\\g:1-2-1604,s:rORBCOMM008,c:1418169601*37\\";

  private static byte[] block() {
    StringBuilder text = new StringBuilder();
    for (String body :
        new String[] {
          "GPGGA,172814.0,3723.46587704,N,12202.26957864,W,2,6,1.2,18.893,M,-25.669,M,2.0,0031",
          "GPRMC,085412.000,A,5222.3198,N,00454.5784,E,0.58,251.34,030414,2.5,W,A,S",
          "GPGSV,3,1,09,07,16,321,37,08,29,281,33,10,29,143,35,16,75,216,35,0",
          "GPGSA,A,3,16,23,13,29,,,,,,,,,3.11,2.95,0.99",
          "GPZDA,160012.71,11,03,2004,-1,00",
          "INHDG,180,5,E,10,W",
          "IIMWV,074,T,18.5,K,A",
          "IIDBT,035.53,f,,M,005.85,F",
          "GPAPB,A,A,0.10,R,N,V,A,011,M,DEST,012,T,013,M,A",
          "IIXDR,C,10.7,C,AIRTEMP,P,1.026,B,BARO",
          "GNTXT,01,01,02,AntStatus=OK, ^21done",
          "PGHP,1,2010,6,11,11,46,11,929,244,0,,1,72",
          "GPRMC,085461.000,A,52x2.3198,N,00454.5784,E,0.58,251.34,310414,2.5,W,A,S"
        }) {
      text.append(Decoding.sentence(body)).append("\r\n");
      text.append(TAG)
          .append(Decoding.sentence(body))
          .append(",d-109,S2105,T56.137,rX,1272844797\n");
    }
    String[] ais = {
      "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A",
      "!AIVDM,2,1,1,A,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3F",
      "!AIVDM,2,2,1,A,1@0000000000000,2*54"
    };
    for (String sentence : ais) {
      text.append(sentence).append("\r\n");
    }
    text.append("# noise\r\n$GPGGA,cut\r\n").append("!AIVDM,1,1,,A,15RTg$GPHDT,1.5,T*00\n");
    return text.toString().getBytes(US_ASCII);
  }

  @Test
  void framing_and_decoding_do_not_allocate() {
    new SteadyDecoding(new NmeaFramer(), new NmeaDecoder())
        .assertNothingAllocated(block(), 100_000);
  }
}
