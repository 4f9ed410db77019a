package org.moonwire.engine.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Entries;
import org.moonwire.engine.core.Float64;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.module.ErrorValue;

/** Writes one Lua value as JSON (engine/manual/json.md). No metamethod is called. */
public final class JsonWriter {
  static final int MAX_DEPTH = 128;
  private static final int BYTES_PER_FIELD = 40;
  private static final int WORK_PER_COMPARISON = 64;

  /** An array may have this many holes beyond the number of its elements. */
  private static final int SPARE_HOLES = 1024;

  private static final String SPARSE =
      "cannot encode sparse array: non-contiguous numeric keys found";
  private static final String MIXED =
      "cannot encode mixed-key table: table has both numeric and non-numeric keys";

  private final Style style;
  private final HostJson hosted;
  private final JsonBytes out = new JsonBytes();
  private Object[] path = new Object[8];
  private int depth;
  private int written;

  private JsonWriter(UnaryOperator<Object> ownTable, Style style) {
    this.style = style;
    this.hosted = new HostJson(this, out, ownTable);
  }

  /**
   * How the text looks.
   *
   * @param indent blanks for each level; 0 for all on one line
   * @param sortKeys whether names stand in the order of their bytes
   */
  public record Style(int indent, boolean sortKeys) {
    /** As short as can be. */
    public static final Style PLAIN = new Style(0, false);
  }

  /** As {@link #write(LuaValue, UnaryOperator, Style)}, as short as can be. */
  public static LuaString write(LuaValue value, UnaryOperator<Object> ownTable)
      throws JsonException {
    return write(value, ownTable, Style.PLAIN);
  }

  /**
   * Writes {@code value}. Objects of Java are written as their values; {@code ownTable} gives the
   * script's table for a view of it, anything else as it is.
   *
   * @throws JsonException if a table is neither array nor object, contains itself, or is nested
   *     more than 128 deep
   */
  public static LuaString write(LuaValue value, UnaryOperator<Object> ownTable, Style style)
      throws JsonException {
    JsonWriter writer = new JsonWriter(ownTable, style);
    if (value.type() == LuaValue.TNUMBER) {
      writer.number(value, true);
    } else {
      writer.value(value);
    }
    return writer.out.toLuaString();
  }

  /** Looks now and then whether the script is to end. */
  void count() {
    if ((++written & 0x3FF) == 0) {
      Poll.check();
    }
  }

  void value(LuaValue value) throws JsonException {
    count();
    if (value instanceof LuaString text) {
      out.putQuoted(text);
    } else if (value instanceof LuaInteger n) {
      out.put((long) n.v);
    } else if (value instanceof LuaTable table) {
      table(table);
    } else {
      other(value);
    }
  }

  private void other(LuaValue value) throws JsonException {
    switch (value.type()) {
      case LuaValue.TBOOLEAN -> out.put(value.toboolean() ? "true" : "false");
      case LuaValue.TNUMBER -> number(value, false);
      case LuaValue.TUSERDATA -> userdata(value.touserdata());
      default -> out.put("null");
    }
  }

  /** Level 5.4 tells a whole float from an integer. */
  private void number(LuaValue value, boolean alone) {
    if (value instanceof Int64) {
      out.put(Int64.value(value));
      return;
    }
    if (value instanceof Float64 && value.todouble() == 0 && 1 / value.todouble() < 0) {
      out.put("-");
    }
    number(value.todouble(), alone);
    if (value instanceof Float64 && JsonNumbers.isInteger(value.todouble())) {
      out.put(".0");
    }
  }

  void number(double d, boolean alone) {
    if (JsonNumbers.isInteger(d)) {
      out.put((long) d);
    } else if (Double.isNaN(d) || Double.isInfinite(d)) {
      out.put("null");
    } else if (!out.putShort(d)) {
      out.put(alone ? JsonNumbers.alone(d) : JsonNumbers.plain(d));
    }
  }

  private void userdata(Object instance) throws JsonException {
    if (instance instanceof ErrorValue error) {
      out.putQuoted(LuaStrings.encode(error.message()));
    } else if (instance instanceof JsonInteger integer) {
      out.put(integer.toString());
    } else {
      hosted.write(instance);
    }
  }

  /** Starts a table, map or list within those that are being written; {@link #leave} ends it. */
  void enter(Object container) throws JsonException {
    for (int i = 0; i < depth; i++) {
      // Not equality: tables are equal only if they are the same, and equal lists are not.
      if (isSame(path[i], container)) {
        throw new JsonException("cannot encode recursively nested tables to JSON");
      }
    }
    if (depth == MAX_DEPTH) {
      throw new JsonException("exceeded maximum nesting depth for JSON encoding");
    }
    if (depth == path.length) {
      path = Arrays.copyOf(path, MAX_DEPTH);
    }
    path[depth++] = container;
  }

  void leave() {
    depth--;
  }

  /** Goes on to the next element of the container that is being written. */
  void next(boolean first) {
    if (!first) {
      out.put(',');
    }
    newLine(depth);
  }

  /** Ends the container that is being written. */
  void end(boolean empty, char bracket) {
    if (!empty) {
      newLine(depth - 1);
    }
    out.put(bracket);
  }

  private void newLine(int level) {
    if (style.indent() > 0) {
      out.put('\n');
      for (int i = 0; i < level * style.indent(); i++) {
        out.put(' ');
      }
    }
  }

  /** Puts the name of a field. */
  void name(LuaString name) {
    out.putQuoted(name);
    out.put(':');
    if (style.indent() > 0) {
      out.put(' ');
    }
  }

  boolean sortsKeys() {
    return style.sortKeys();
  }

  private static boolean isSame(Object a, Object b) {
    return a == b;
  }

  private void table(LuaTable table) throws JsonException {
    enter(table);
    JsonMarks.Form form = JsonMarks.of(table);
    if (form == JsonMarks.Form.ARRAY) {
      markedArray(table, 0);
    } else if (form == null && table instanceof DecodedArray array && array.hasOnlyItems()) {
      markedArray(array, array.decodedLength());
    } else {
      unmarked(table, form == JsonMarks.Form.OBJECT);
    }
    leave();
  }

  private void unmarked(LuaTable table, boolean object) throws JsonException {
    Entries entries = new Entries(table);
    boolean any = entries.next();
    if (object) {
      object(entries, any, true);
    } else if (!any) {
      out.put(table instanceof DecodedObject ? "{}" : "[]");
    } else if (entries.item() > 0 || isPositiveInteger(entries.key())) {
      array(table, entries);
    } else {
      object(entries, true, false);
    }
  }

  /**
   * Writes 1..n as the traversal gives them; keys that come in another order are looked up, and all
   * are counted then.
   */
  private void array(LuaTable table, Entries entries) throws JsonException {
    int count = 0;
    out.put('[');
    do {
      if (entries.item() != count + 1) {
        if (!isPositiveInteger(entries.key())) {
          throw new JsonException(MIXED);
        }
        if (entries.key().todouble() != count + 1) {
          unordered(table, count);
          break;
        }
      }
      element(entries.value(), count++);
    } while (entries.next());
    end(false, ']');
  }

  private void unordered(LuaTable table, int done) throws JsonException {
    int count = 0;
    for (Entries all = new Entries(table); all.next(); count++) {
      if (!isPositiveInteger(all.key())) {
        throw new JsonException(MIXED);
      }
    }
    for (int i = done; i < count; i++) {
      LuaValue element = table.rawget(i + 1);
      if (element.isnil()) {
        throw new JsonException(SPARSE);
      }
      element(element, i);
    }
  }

  private void element(LuaValue element, int index) throws JsonException {
    next(index == 0);
    value(element);
  }

  /** Holes are null; other keys are left out. */
  private void markedArray(LuaTable table, int length) throws JsonException {
    double last = length;
    long count = length;
    for (Entries all = new Entries(table); all.next(); ) {
      if (isPositiveInteger(all.key())) {
        last = Math.max(last, all.key().todouble());
        count++;
      }
    }
    if (last > 2 * count + SPARE_HOLES) {
      throw new JsonException(SPARSE);
    }
    out.put('[');
    for (int i = 0; i < last; i++) {
      element(table.rawget(i + 1), i);
    }
    end(last == 0, ']');
  }

  private void object(Entries entries, boolean any, boolean marked) throws JsonException {
    List<Field> sorted = style.sortKeys() ? new ArrayList<>() : null;
    boolean first = true;
    out.put('{');
    for (boolean more = any; more; more = entries.next()) {
      LuaValue key = entries.key();
      if (!marked && isPositiveInteger(key)) {
        throw new JsonException(MIXED);
      }
      LuaString name = keyName(key);
      if (name != null && sorted != null) {
        Poll.charge(BYTES_PER_FIELD);
        sorted.add(new Field(name, entries.value()));
      } else if (name != null) {
        field(first, name, entries.value());
        first = false;
      }
    }
    if (sorted != null) {
      sorted.sort(JsonWriter::compare);
      for (Field field : sorted) {
        field(first, field.name(), field.value());
        first = false;
      }
    }
    end(first, '}');
  }

  private record Field(LuaString name, LuaValue value) {}

  private static int compare(Field one, Field other) {
    LuaString a = one.name();
    LuaString b = other.name();
    Poll.work(WORK_PER_COMPARISON + Math.min(a.m_length, b.m_length));
    return Arrays.compareUnsigned(
        a.m_bytes,
        a.m_offset,
        a.m_offset + a.m_length,
        b.m_bytes,
        b.m_offset,
        b.m_offset + b.m_length);
  }

  private void field(boolean first, LuaString name, LuaValue value) throws JsonException {
    next(first);
    name(name);
    value(value);
  }

  /** A key as text; null for the types that JSON has no keys for. */
  private static LuaString keyName(LuaValue key) {
    return switch (key.type()) {
      case LuaValue.TSTRING -> (LuaString) key;
      case LuaValue.TBOOLEAN -> LuaString.valueOf(key.toboolean() ? "true" : "false");
      case LuaValue.TNUMBER ->
          LuaString.valueOf(
              key instanceof Int64 ? Long.toString(Int64.value(key)) : numberName(key.todouble()));
      default -> null;
    };
  }

  private static String numberName(double d) {
    if (JsonNumbers.isInteger(d)) {
      return Long.toString((long) d);
    }
    return Double.isInfinite(d) ? (d > 0 ? "+Inf" : "-Inf") : JsonNumbers.plain(d);
  }

  static boolean isPositiveInteger(LuaValue key) {
    if (key instanceof LuaInteger n) {
      return n.v > 0;
    }
    if (key.type() != LuaValue.TNUMBER) {
      return false;
    }
    double d = key.todouble();
    return d > 0 && JsonNumbers.isInteger(d);
  }
}
