package org.moonwire.engine.lib;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Poll;

/**
 * C99's {@code strftime} in the C locale, with the conversions that PUC Lua's {@code os.date} lets
 * through.
 */
final class DateFormat {
  private static final String PLAIN = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
  private static final String WITH_E = "cCxXyY";
  private static final String WITH_O = "deHImMSuUVwWy";
  private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);
  private static final String[] DAYS = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };
  private static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };

  /** How much more one conversion takes than one byte. */
  private static final int CONVERSION = 1000;

  private DateFormat() {}

  /** {@code zeroEnds} if the format is a C string, which ends at its first zero byte. */
  static LuaString format(LuaString format, ZonedDateTime time, boolean zeroEnds) {
    ByteBuilder out = new ByteBuilder(64);
    for (int i = 0; i < format.m_length; i++) {
      int c = format.luaByte(i);
      if (c == 0 && zeroEnds) {
        break;
      }
      if (c != '%') {
        out.add(c);
        continue;
      }
      Poll.work(CONVERSION);
      int letter = i + conversionLength(format, i + 1);
      out.add(convert(time, format.luaByte(letter)));
      i = letter;
    }
    return out.toLuaString();
  }

  /** The length of the conversion at {@code at}: one letter, or two with a modifier. */
  private static int conversionLength(LuaString format, int at) {
    int c = at < format.m_length ? format.luaByte(at) : 0;
    int next = at + 1 < format.m_length ? format.luaByte(at + 1) : 0;
    if (c != 0 && PLAIN.indexOf(c) >= 0) {
      return 1;
    }
    String modified = c == 'E' ? WITH_E : c == 'O' ? WITH_O : "";
    if (next != 0 && modified.indexOf(next) >= 0) {
      return 2;
    }
    byte[] rest = new byte[format.m_length - at];
    format.copyInto(at, rest, 0, rest.length);
    String text = new String(rest, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    throw new BadArgumentException(
        1, "invalid conversion specifier '%" + (end < 0 ? text : text.substring(0, end)) + "'");
  }

  private static String convert(ZonedDateTime t, int letter) {
    return switch (letter) {
      case 'a', 'A', 'b', 'B', 'h', 'p', 'n', 't', '%', 'z', 'Z' -> text(t, letter);
      case 'c' -> join(t, "a b e T Y", " ");
      case 'D', 'x' -> join(t, "m d y", "/");
      case 'F' -> join(t, "Y m d", "-");
      case 'R' -> join(t, "H M", ":");
      case 'T', 'X' -> join(t, "H M S", ":");
      case 'r' -> join(t, "I M S", ":") + " " + convert(t, 'p');
      case 'e' -> two(t.getDayOfMonth()).replaceFirst("^0", " ");
      case 'Y' -> Integer.toString(t.getYear());
      case 'G' -> Integer.toString(t.get(IsoFields.WEEK_BASED_YEAR));
      case 'j' -> two(t.getDayOfYear() / 10) + t.getDayOfYear() % 10;
      case 'u' -> Integer.toString(t.getDayOfWeek().getValue());
      case 'w' -> Integer.toString(t.getDayOfWeek().getValue() % 7);
      default -> two(number(t, letter));
    };
  }

  private static String text(ZonedDateTime t, int letter) {
    String day = DAYS[t.getDayOfWeek().getValue() - 1];
    String month = MONTHS[t.getMonthValue() - 1];
    return switch (letter) {
      case 'a' -> day.substring(0, 3);
      case 'A' -> day;
      case 'b', 'h' -> month.substring(0, 3);
      case 'B' -> month;
      case 'p' -> t.getHour() < 12 ? "AM" : "PM";
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'z' -> zone(t);
      case 'Z' -> t.getZone() instanceof ZoneOffset ? "GMT" : ZONE.format(t);
      default -> "%";
    };
  }

  private static String zone(ZonedDateTime t) {
    int minutes = Math.abs(t.getOffset().getTotalSeconds()) / 60;
    String sign = t.getOffset().getTotalSeconds() < 0 ? "-" : "+";
    return sign + two(minutes / 60) + two(minutes % 60);
  }

  private static int number(ZonedDateTime t, int letter) {
    int weekday = t.getDayOfWeek().getValue();
    return switch (letter) {
      case 'C' -> Math.floorDiv(t.getYear(), 100);
      case 'd' -> t.getDayOfMonth();
      case 'g' -> Math.floorMod(t.get(IsoFields.WEEK_BASED_YEAR), 100);
      case 'H' -> t.getHour();
      case 'I' -> (t.getHour() + 11) % 12 + 1;
      case 'm' -> t.getMonthValue();
      case 'M' -> t.getMinute();
      case 'S' -> t.getSecond();
      case 'U' -> (t.getDayOfYear() + 6 - weekday % 7) / 7;
      case 'V' -> t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case 'W' -> (t.getDayOfYear() + 6 - (weekday - 1)) / 7;
      case 'y' -> Math.floorMod(t.getYear(), 100);
      default -> throw new IllegalStateException("unknown conversion " + (char) letter);
    };
  }

  private static String join(ZonedDateTime t, String letters, String separator) {
    StringBuilder text = new StringBuilder();
    for (String letter : letters.split(" ", -1)) {
      text.append(text.isEmpty() ? "" : separator).append(convert(t, letter.charAt(0)));
    }
    return text.toString();
  }

  private static String two(int n) {
    return n >= 0 && n < 10 ? "0" + n : Integer.toString(n);
  }
}
