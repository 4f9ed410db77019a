package org.moonwire.engine.lib;

import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Building;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NestedCalls;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;

/**
 * {@code table.sort}: a quicksort with the median of three as pivot, on a copy that is written back
 * at the end, also when the comparison fails. Makes the comparisons that PUC Lua makes, so that
 * inconsistent order functions give the same results and errors; only where splits stay lopsided
 * does it pick other pivots. Serves one call.
 */
final class TableSort {
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;
  private static final int BYTES_PER_REFERENCE = 8;

  /** A reference and a number, which has no object of its own in a list of numbers. */
  private static final int BYTES_PER_ITEM = 24;

  private static final int LOPSIDED = 16;
  private static final int STEPS_PER_POLL = 1000;

  private final LuaValue[] a;

  /** Null for {@code <}. */
  private final NestedCalls order;

  private int stepsLeft = STEPS_PER_POLL;

  private TableSort(LuaValue[] a, NestedCalls order) {
    this.a = a;
    this.order = order;
  }

  static Varargs sort(Varargs args) {
    LuaTable t = Args.table(args, 1);
    long n = TableLib.length(t);
    LuaValue order = args.arg(2).isnil() ? null : Args.function(args, 2);
    if (n < 2) {
      return LuaValue.NONE;
    }
    if (n > MAX_LENGTH) {
      throw LuaRuntimeException.message("array too big");
    }
    if (n > t.rawlen()) {
      Poll.checkStringLength(n * BYTES_PER_REFERENCE);
    }
    Poll.charge(BYTES_PER_ITEM * n);
    LuaValue[] a = new LuaValue[(int) n];
    for (int i = 0; i < a.length; i++) {
      a[i] = t.rawget(i + 1);
    }
    // The order function may wait: what is sorted is held meanwhile, beside the table.
    Building building = new Building(a);
    try (NestedCalls calls = order == null ? null : new NestedCalls(order)) {
      new TableSort(a, calls).sort(0, a.length - 1);
    } finally {
      building.close();
      for (int i = 0; i < a.length; i++) {
        t.rawset(i + 1, a[i]);
      }
    }
    return LuaValue.NONE;
  }

  private boolean less(LuaValue x, LuaValue y) {
    if (--stepsLeft < 0) {
      stepsLeft = STEPS_PER_POLL;
      Poll.check();
    }
    return order == null ? Ops.lessThan(x, y) : order.call(x, y).toboolean();
  }

  private void swap(int i, int j) {
    LuaValue v = a[i];
    a[i] = a[j];
    a[j] = v;
  }

  /** Sorts from {@code first} to {@code last}; recurs into the smaller part only. */
  private void sort(int first, int last) {
    int low = first;
    int high = last;
    int lopsided = 0;
    while (low < high) {
      int middle = (int) (((long) low + high + 2) / 2) - 1;
      if (lopsided > LOPSIDED) {
        heapSort(low, high - low + 1);
        return;
      }
      if (orderThree(low, middle, high)) {
        return;
      }
      int pivot = partition(low, middle, high);
      int smaller;
      if (pivot - low < high - pivot) {
        smaller = pivot - low;
        sort(low, pivot - 1);
        low = pivot + 1;
      } else {
        smaller = high - pivot;
        sort(pivot + 1, high);
        high = pivot - 1;
      }
      lopsided += smaller < (high - low) >> 4 ? 1 : 0;
    }
  }

  /** Puts the first, middle and last element in order; true when there are no others. */
  private boolean orderThree(int low, int middle, int high) {
    if (less(a[high], a[low])) {
      swap(low, high);
    }
    if (high - low == 1) {
      return true;
    }
    if (less(a[middle], a[low])) {
      swap(middle, low);
    } else if (less(a[high], a[middle])) {
      swap(middle, high);
    }
    return high - low == 2;
  }

  /** Splits around the middle element and gives the index where it ends up. */
  private int partition(int low, int middle, int high) {
    LuaValue pivot = a[middle];
    swap(middle, high - 1);
    int i = low;
    int j = high - 1;
    while (true) {
      while (less(a[++i], pivot)) {
        if (i >= high) {
          throw disorder();
        }
      }
      while (less(pivot, a[--j])) {
        if (j <= low) {
          throw disorder();
        }
      }
      if (j < i) {
        swap(high - 1, i);
        return i;
      }
      swap(i, j);
    }
  }

  private static LuaRuntimeException disorder() {
    return LuaRuntimeException.message("invalid order function for sorting");
  }

  /** Sorts {@code n} elements from {@code base} on; no order function can make it slow. */
  private void heapSort(int base, int n) {
    for (int root = n / 2 - 1; root >= 0; root--) {
      siftDown(base, root, n);
    }
    for (int end = n - 1; end > 0; end--) {
      swap(base, base + end);
      siftDown(base, 0, end);
    }
  }

  private void siftDown(int base, int top, int n) {
    int root = top;
    while (root < n / 2) {
      int child = 2 * root + 1;
      if (child + 1 < n && less(a[base + child], a[base + child + 1])) {
        child++;
      }
      if (!less(a[base + root], a[base + child])) {
        return;
      }
      swap(base + root, base + child);
      root = child;
    }
  }
}
