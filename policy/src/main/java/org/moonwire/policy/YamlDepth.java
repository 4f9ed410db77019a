package org.moonwire.policy;

import java.util.function.Consumer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Refuses deep nesting before the composer follows it: the parser needs no stack for it, the
 * composer does.
 */
final class YamlDepth implements Parser {
  private final Parser parser;
  private final int limit;
  private final Consumer<Event> refusal;
  private int depth;

  /**
   * Wraps a parser.
   *
   * @param refusal called with the event that goes too deep, must throw
   */
  YamlDepth(Parser parser, int limit, Consumer<Event> refusal) {
    this.parser = parser;
    this.limit = limit;
    this.refusal = refusal;
  }

  @Override
  public Event next() {
    Event event = parser.next();
    switch (event.getEventId()) {
      case SequenceStart, MappingStart -> {
        if (++depth > limit) {
          refusal.accept(event);
        }
      }
      case SequenceEnd, MappingEnd -> depth--;
      default -> {}
    }
    return event;
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }
}
