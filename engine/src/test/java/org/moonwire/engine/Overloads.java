package org.moonwire.engine;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** What Java developers write: every kind of parameter, overload and exception; for data rows. */
public final class Overloads {
  /** Constants with bodies are of classes of their own. */
  public enum Operation {
    PLUS {
      @Override
      public int apply(int a, int b) {
        return a + b;
      }
    },
    MINUS {
      @Override
      public int apply(int a, int b) {
        return a - b;
      }
    };

    /** Calculates. */
    public abstract int apply(int a, int b);
  }

  /** A record that checks. */
  public record Point(int x, String name) {
    /** Makes a point. */
    public Point {
      if (x < 0) {
        throw new IllegalArgumentException("negative x");
      }
    }
  }

  /** No interface. */
  public abstract static class Worker {
    /** Works. */
    public abstract String work(String what);
  }

  /** Declares an exception and takes primitives. */
  public interface Checked {
    /** Answers. */
    String answer(String a, int b, double c) throws Exception;
  }

  /** A public interface of a hidden class. */
  public interface Shape {
    /** The area. */
    double area();

    /** By default. */
    default String describe() {
      return "area " + area();
    }
  }

  /** An interface with a bridge method of its own, {@code compareTo(Object)}. */
  public interface Ranked extends Comparable<Ranked> {
    /** The rank. */
    int rank();

    @Override
    default int compareTo(Ranked other) {
      return rank() - other.rank();
    }
  }

  private static final class Hidden implements Shape, Iterable<String> {
    @Override
    public double area() {
      return 2.5;
    }

    @Override
    public Iterator<String> iterator() {
      return List.of("a", "b").iterator();
    }
  }

  /** Generic, to be bound by a subclass. */
  public static class Holder<T> {
    private T value;

    /** Gets. */
    public T getValue() {
      return value;
    }

    /** Sets. */
    public void setValue(T newValue) {
      value = newValue;
    }
  }

  /** Has a bridge method {@code setValue(Object)}. */
  public static final class TextHolder extends Holder<String> {
    @Override
    public void setValue(String newValue) {
      super.setValue("<" + newValue + ">");
    }
  }

  /** A list whose changes a script sees. */
  public final List<Object> live = new ArrayList<>(List.of(1, 2, 3));

  /** A map whose changes a script sees. */
  public final Map<Object, Object> liveMap = new HashMap<>(Map.of("a", 1));

  /** Fixed. */
  public final List<Integer> fixed = List.of(1, 2);

  /** An array of text, with a hole. */
  public final String[] names = {"a", null};

  /** A field of a narrow type. */
  public float narrow;

  /** A field of text. */
  public String text;

  /** Null. */
  public String ns(String s) {
    return "String " + s;
  }

  /** Null. */
  public String ns(Object o) {
    return "Object " + o;
  }

  /** Boxes. */
  public String box(int i) {
    return "int " + i;
  }

  /** Boxes. */
  public String box(Integer i) {
    return "Integer " + i;
  }

  /** Numbers. */
  public String wide(long l) {
    return "long " + l;
  }

  /** Numbers. */
  public String wide(double d) {
    return "double " + d;
  }

  /** Variable. */
  public String many(String... texts) {
    return Arrays.toString(texts);
  }

  /** Variable. */
  public String ints(int... numbers) {
    return Arrays.toString(numbers);
  }

  /** As loggers have it. */
  public String log(String format) {
    return format;
  }

  /** As loggers have it. */
  public String log(String format, Object arg) {
    return format + " " + arg;
  }

  /** As loggers have it. */
  public String log(String format, Object... args) {
    return format + " " + Arrays.toString(args);
  }

  /** A method that takes all there is. */
  public String all(Object... args) {
    return Arrays.toString(args);
  }

  /** Characters. */
  public String letter(char c) {
    return "char " + c;
  }

  /** Characters. */
  public String letters(char[] c) {
    return new String(c);
  }

  /** Whole numbers. */
  public String exact(long l) {
    return Long.toString(l);
  }

  /** Whole numbers. */
  public String small(byte b) {
    return Byte.toString(b);
  }

  /** A number that no double is. */
  public long odd() {
    return (1L << 53) + 1;
  }

  /** Decimals. */
  public BigDecimal money() {
    return new BigDecimal("1.10");
  }

  /** Decimals. */
  public String pay(BigDecimal amount) {
    return amount.toString();
  }

  /** Big. */
  public String big(BigInteger n) {
    return n.toString();
  }

  /** Bytes or text. */
  public String payload(byte[] bytes) {
    return "bytes " + bytes.length;
  }

  /** Bytes or text. */
  public String payload(String text) {
    return "text " + text;
  }

  /** Text of any kind. */
  public String chars(CharSequence text) {
    return "chars " + text;
  }

  /** Elements of a declared type. */
  public long sum(List<Long> numbers) {
    long sum = 0;
    for (long n : numbers) {
      sum += n;
    }
    return sum;
  }

  /** Elements of a declared type. */
  public String namesOf(Collection<? extends Operation> operations) {
    StringBuilder out = new StringBuilder();
    for (Operation o : operations) {
      out.append(o.name());
    }
    return out.toString();
  }

  /** Elements of a declared type. */
  public String points(List<Point> points) {
    return points.get(0).name() + points.get(1).x();
  }

  /** Values of a declared type. */
  public double total(Map<String, Double> prices) {
    double total = 0;
    for (double price : prices.values()) {
      total += price;
    }
    return total;
  }

  /** A set. */
  public String tags(Set<String> tags) {
    return tags + " " + tags.contains("b");
  }

  /** Anything to iterate. */
  public String each(Iterable<?> things) {
    StringBuilder out = new StringBuilder();
    things.forEach(out::append);
    return out.toString();
  }

  /** Arrays. */
  public String grid(int[][] grid) {
    return Arrays.deepToString(grid);
  }

  /** Arrays. */
  public String texts(String[] texts) {
    return Arrays.toString(texts);
  }

  /** A record. */
  public String point(Point p) {
    return p.name() + p.x();
  }

  /** Enums. */
  public Operation operation(Operation o) {
    return o;
  }

  /** Lambdas. */
  public String compare(Comparator<Integer> c) {
    return c.compare(1, 2) + " " + c.reversed().compare(1, 2);
  }

  /** Lambdas. */
  public String checked(Checked c) throws Exception {
    return c.answer("a", 1, 1.5);
  }

  /** Lambdas that differ in how much they take. */
  public String apply(Function<Object, Object> f) {
    return "one " + f.apply(1);
  }

  /** Lambdas that differ in how much they take. */
  public String apply(BiFunction<Object, Object, Object> f) {
    return "two " + f.apply(1, 2);
  }

  /** Lambdas that differ in what they give. */
  public String run(Runnable r) {
    r.run();
    return "ran";
  }

  /** Lambdas that differ in what they give. */
  public String run(Callable<?> c) throws Exception {
    return "called " + c.call();
  }

  /** Predicates. */
  public boolean test(Predicate<Object> p) {
    return p.test("x");
  }

  /** An abstract class. */
  public String employ(Worker w) {
    return w.work("x");
  }

  /** An object of a hidden class. */
  public Shape shape() {
    return new Hidden();
  }

  /** An object of an interface with a bridge. */
  public Ranked ranked(int rank) {
    return () -> rank;
  }

  /** An older way to iterate. */
  public Enumeration<String> older() {
    return Collections.enumeration(List.of("a", "b"));
  }

  /** A holder with a bridge. */
  public Holder<String> holder() {
    return new TextHolder();
  }

  /** Runs elsewhere. */
  public CompletableFuture<Object> later(Callable<?> c) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return c.call();
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new java.util.concurrent.CompletionException(e);
          }
        });
  }

  /** Fails in the way that is asked for. */
  public String fail(String how) throws Exception {
    return switch (how) {
      case "checked" -> throw new IOException("disk full 😀");
      case "error" -> throw new AssertionError("assertion");
      case "no text" -> throw new IllegalStateException();
      case "depth" -> fail(how) + how;
      default -> how;
    };
  }

  /** A view sorted by name. */
  public String sorted(Map<String, Object> map) {
    return new TreeMap<>(map).toString();
  }
}
