package org.moonwire.hosts;

/**
 * A server that sends back what it gets, agrees on the subprotocol {@code chat}, compresses where
 * that is wanted, and answers {@code bye} with the close code 4001.
 */
interface EchoCounterpart extends AutoCloseable {
  String BYE = "bye";
  int BYE_CODE = 4001;
  String SUBPROTOCOL = "chat";
  int MAX_MESSAGE = 1 << 20;

  /** Where it listens on 127.0.0.1. */
  int port();

  /** Makes one, which listens. */
  interface Start {
    EchoCounterpart start() throws Exception;
  }
}
