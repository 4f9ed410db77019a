package org.moonwire.engine.core;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.module.NewTable;

/**
 * How the tables are laid out that modules have lately given to a realm: the same few names again
 * and again, for which no key need be looked up twice. Safe to use from any thread; a race loses an
 * entry at most.
 */
public final class RecentLayouts {
  private static final int MAX_KEYS = 6;
  private static final int SLOTS = 16;

  private final RecentTexts texts;
  private final Layout[] entries = new Layout[SLOTS];

  /** The one that was asked for last; null before the first time. Any thread. */
  private Layout latest;

  RecentLayouts(RecentTexts texts) {
    this.texts = texts;
  }

  /** The layout of tables with the same keys. */
  // A module has its names in constants, and comparing them by identity first mostly decides.
  @SuppressWarnings("ReferenceEquality")
  public static final class Layout {
    private final RecentTexts texts;
    private final String[] names;
    private final Table pattern;
    private final int[] places;

    /** The latest short text under each key: often the one before. */
    private final RecentTexts.Entry[] latest;

    private Layout(RecentTexts texts, String[] names, Table pattern) {
      this.texts = texts;
      this.names = names;
      this.pattern = pattern;
      this.places = new int[names.length];
      this.latest = new RecentTexts.Entry[names.length];
      for (int i = 0; i < names.length; i++) {
        places[i] = pattern.slot(texts.of(names[i]));
      }
    }

    private boolean isOf(NewTable content) {
      boolean same = names.length == content.size();
      for (int i = 0; same && i < names.length; i++) {
        same = names[i] == content.key(i) || names[i].equals(content.key(i));
      }
      return same;
    }

    /** Room for the values of a table; charged to {@code task} unless that is null. */
    public LuaValue[] room(Task task) {
      return pattern.roomForValues(task);
    }

    /** Where the value of the key with this number belongs, from 0 on. */
    public int place(int index) {
      return places[index];
    }

    /** The Lua string of a text that is the value of the key with this number. */
    public LuaString text(int index, String text) {
      RecentTexts.Entry known = latest[index];
      if (known != null && known.text() == text) {
        return known.string();
      }
      if (text.length() > RecentTexts.MAX_LENGTH) {
        return texts.of(text);
      }
      known = texts.entry(text);
      latest[index] = known;
      return known.string();
    }

    /** The table with these values, which belong to it from now on. */
    public Table table(LuaValue[] values) {
      return pattern.withValues(values);
    }
  }

  /** The layout for {@code content}; null if its keys are not a few short texts. */
  public Layout of(NewTable content) {
    Layout last = latest;
    if (last == null || !last.isOf(content)) {
      last = find(content);
      if (last != null) {
        latest = last;
      }
    }
    return last;
  }

  private Layout find(NewTable content) {
    int size = content.size();
    if (size == 0 || size > MAX_KEYS || !(content.key(0) instanceof String first)) {
      return null;
    }
    int slot = (first.hashCode() + size) & (SLOTS - 1);
    Layout known = entries[slot];
    if (known == null || !known.isOf(content)) {
      known = make(content);
      entries[slot] = known;
    }
    return known;
  }

  private Layout make(NewTable content) {
    String[] names = new String[content.size()];
    Table pattern = new Table();
    for (int i = 0; i < names.length; i++) {
      if (!(content.key(i) instanceof String text)
          || text.length() > RecentTexts.MAX_LENGTH
          || pattern.slot(texts.of(text)) >= 0) {
        return null;
      }
      names[i] = text;
      pattern.rawset(texts.of(text), LuaValue.TRUE);
    }
    return new Layout(texts, names, pattern);
  }
}
