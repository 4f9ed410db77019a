package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class NetworkTest {
  static Stream<Arguments> networks() throws IOException {
    return Stream.concat(UrlTable.rows("networks.txt"), UrlTable.rows("special-networks.txt"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void isClassified(String shown, String address, String network) throws UnknownHostException {
    assertEquals(network, Network.of(InetAddress.getByName(address).getAddress()).text());
  }

  @Test
  void aMappedAddressIsTheOneItCarries() {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
    assertEquals(Network.PRIVATE, Network.of(mapped));
  }

  @Test
  void anotherLengthIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Network.of(new byte[5]));
  }
}
