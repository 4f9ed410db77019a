package org.moonwire.engine.core;

import org.luaj.vm2.LocVars;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/**
 * Names for values in error messages, found by reading the code backwards as PUC Lua's {@code
 * ldebug.c} does.
 */
final class Names {
  private static final int[] NO_A_MODE = {
    Lua.OP_SETTABUP,
    Lua.OP_SETUPVAL,
    Lua.OP_SETTABLE,
    Lua.OP_JMP,
    Lua.OP_EQ,
    Lua.OP_LT,
    Lua.OP_LE,
    Lua.OP_TEST,
    Lua.OP_RETURN,
    Lua.OP_TFORCALL,
    Lua.OP_SETLIST,
    Lua.OP_EXTRAARG,
    Opcodes54.TBC
  };
  private static final boolean[] SETS_A = new boolean[Opcodes54.COUNT];

  static {
    java.util.Arrays.fill(SETS_A, true);
    for (int op : NO_A_MODE) {
      SETS_A[op] = false;
    }
  }

  private Names() {}

  /** A kind ({@code local}, {@code global}, {@code field}, ...) and a name. */
  record Name(String kind, String text) {}

  /**
   * {@code attempt to OP KIND 'NAME' (a TYPE value)} for the operand of an indexing or length
   * instruction.
   */
  static LuaRuntimeException typeError(Frame f, String operation, LuaValue value) {
    return LuaRuntimeException.message(typeMessage(operation, value, indexed(f)));
  }

  static LuaRuntimeException callError(Frame f, LuaValue value) {
    Name name = isCall(f) ? called(f) : null;
    if (name == null && Wording.running().namesConstants()) {
      // level 5.4 names what calls without a call, too: metamethods and iterators
      name = ofFunction(f);
    }
    return LuaRuntimeException.message(typeMessage("call", value, name));
  }

  /** The error of an arithmetic instruction; {@code second} tells which operand is to blame. */
  static LuaRuntimeException operandError(
      Frame f, String operation, LuaValue value, boolean second) {
    Name name = f.kind == Frame.LUA ? ofOperand(f, second) : null;
    return LuaRuntimeException.message(typeMessage(operation, value, name));
  }

  /** The error of an instruction on bits of which an operand is a number, but no integer. */
  static LuaRuntimeException operandError(Frame f, boolean second) {
    Name name = f.kind == Frame.LUA ? ofOperand(f, second) : null;
    String about = name == null ? "" : " (" + Wording.shown(name) + ")";
    return LuaRuntimeException.message("number" + about + " has no integer representation");
  }

  private static Name ofOperand(Frame f, boolean second) {
    int i = f.instruction();
    int op = i & 0x3f;
    boolean unary = op == Lua.OP_UNM || op == Opcodes54.BNOT;
    int operand = second && !unary ? (i >> 14) & 0x1ff : i >>> 23;
    if (operand <= 0xff) {
      return ofRegister(f.prototype, f.index(), operand);
    }
    LuaValue constant = f.prototype.k[operand & 0xff];
    return constant instanceof LuaString s && Wording.running().namesConstants()
        ? new Name("constant", LuaStrings.display(s))
        : null;
  }

  static LuaRuntimeException registerError(
      Frame f, String operation, LuaValue value, int register) {
    Name name = ofRegister(f.prototype, f.index(), register);
    return LuaRuntimeException.message(typeMessage(operation, value, name));
  }

  static String typeMessage(String operation, LuaValue value, Name name) {
    return Wording.running().typeError(operation, value, name);
  }

  private static Name indexed(Frame f) {
    if (f.kind != Frame.LUA) {
      return null;
    }
    int i = f.instruction();
    int a = (i >> 6) & 0xff;
    int b = i >>> 23;
    switch (i & 0x3f) {
      case Lua.OP_GETTABUP:
        return new Name("upvalue", upvalueName(f.prototype, b));
      case Lua.OP_SETTABUP:
        return new Name("upvalue", upvalueName(f.prototype, a));
      case Lua.OP_SETTABLE:
        return ofRegister(f.prototype, f.index(), a);
      case Lua.OP_GETTABLE:
      case Lua.OP_SELF:
      case Lua.OP_LEN:
        return ofRegister(f.prototype, f.index(), b);
      default:
        return null;
    }
  }

  /**
   * What the calling instruction of {@code caller} calls its function; null if unknown or not Lua.
   */
  static Name ofFunction(Frame caller) {
    if (caller == null || caller.kind != Frame.LUA) {
      return null;
    }
    int op = caller.instruction() & 0x3f;
    switch (op) {
      case Lua.OP_CALL:
      case Lua.OP_TAILCALL:
        return called(caller);
      case Lua.OP_TFORCALL:
        return new Name("for iterator", "for iterator");
      case Lua.OP_SELF:
      case Lua.OP_GETTABUP:
      case Lua.OP_GETTABLE:
        return metamethod(Metatables.INDEX);
      case Lua.OP_SETTABUP:
      case Lua.OP_SETTABLE:
        return metamethod(Metatables.NEWINDEX);
      case Lua.OP_JMP:
      case Lua.OP_RETURN:
        return new Name("metamethod", "close");
      default:
        LuaString event = Metatables.ofOperator(op);
        return event == null ? null : metamethod(event);
    }
  }

  private static Name metamethod(LuaString event) {
    return new Name("metamethod", Wording.running().metamethod(event));
  }

  private static Name called(Frame caller) {
    int pc = caller.index();
    return ofRegister(caller.prototype, pc, (caller.prototype.code[pc] >> 6) & 0xff);
  }

  static boolean isCall(Frame f) {
    if (f == null || f.kind != Frame.LUA || f.pc == 0) {
      return false;
    }
    int op = f.instruction() & 0x3f;
    return op == Lua.OP_CALL || op == Lua.OP_TAILCALL;
  }

  /** True if the instruction that {@code f} executes calls a Java function. */
  static boolean callsJava(Frame f) {
    if (!isCall(f)) {
      return false;
    }
    LuaValue callee = f.stack[(f.instruction() >> 6) & 0xff];
    return callee.isfunction() && !(callee instanceof Closure);
  }

  /** The message of a bad argument, with the name that the caller used for the function. */
  static String argumentMessage(Realm realm, Frame caller, BadArgumentException bad) {
    Name name = ofFunction(caller);
    if (name == null) {
      return badArgument(bad.index(), libraryName(realm, bad.function()), bad);
    }
    if (!name.kind().equals("method")) {
      return badArgument(bad.index(), name.text(), bad);
    }
    return bad.index() > 1
        ? badArgument(bad.index() - 1, name.text(), bad)
        : "calling '" + name.text() + "' on bad self (" + bad.detail() + ")";
  }

  /** The message of a bad argument of a function that Java code called. */
  static LuaString libraryMessage(Realm realm, BadArgumentException bad) {
    return LuaStrings.encode(badArgument(bad.index(), libraryName(realm, bad.function()), bad));
  }

  private static String badArgument(int index, String function, BadArgumentException bad) {
    return "bad argument #" + index + " to '" + function + "' (" + bad.detail() + ")";
  }

  /** The name of a function of the standard library, as {@code string.rep}; otherwise "?". */
  @SuppressWarnings("ReferenceEquality") // functions are equal if they are the same
  static String libraryName(Realm realm, LuaValue function) {
    RealmLibrary library = realm.library();
    String found = null;
    for (Varargs e = library.next(LuaValue.NIL);
        found == null && !e.arg1().isnil();
        e = library.next(e.arg1())) {
      found = e.arg(2) == function ? e.arg1().tojstring() : null;
    }
    for (Varargs e = library.next(LuaValue.NIL);
        found == null && !e.arg1().isnil();
        e = library.next(e.arg1())) {
      if (e.arg(2) instanceof LuaTable t && t != realm.globals()) {
        String field = fieldName(t, function);
        found = field == null ? null : e.arg1().tojstring() + "." + field;
      }
    }
    return found == null ? "?" : found;
  }

  @SuppressWarnings("ReferenceEquality") // functions are equal if they are the same
  private static String fieldName(LuaTable table, LuaValue function) {
    for (Varargs e = table.next(LuaValue.NIL); !e.arg1().isnil(); e = table.next(e.arg1())) {
      if (e.arg(2) == function) {
        return e.arg1().tojstring();
      }
    }
    return null;
  }

  private static Name ofRegister(Prototype p, int lastPc, int register) {
    String local = localName(p, register + 1, lastPc);
    if (local != null) {
      return new Name("local", local);
    }
    int pc = findSetter(p, lastPc, register);
    if (pc < 0) {
      return null;
    }
    int i = p.code[pc];
    int b = i >>> 23;
    int c = (i >> 14) & 0x1ff;
    switch (i & 0x3f) {
      case Lua.OP_MOVE:
        return b < ((i >> 6) & 0xff) ? ofRegister(p, pc, b) : null;
      case Lua.OP_GETTABUP:
        return keyed(p, pc, c, upvalueName(p, b));
      case Lua.OP_GETTABLE:
        return keyed(p, pc, c, localName(p, b + 1, pc));
      case Lua.OP_GETUPVAL:
        return new Name("upvalue", upvalueName(p, b));
      case Lua.OP_LOADK:
        return p.k[i >>> 14] instanceof LuaString s
            ? new Name("constant", LuaStrings.display(s))
            : null;
      case Lua.OP_SELF:
        return new Name("method", keyName(p, pc, c));
      default:
        return null;
    }
  }

  private static Name keyed(Prototype p, int pc, int key, String table) {
    return new Name("_ENV".equals(table) ? "global" : "field", keyName(p, pc, key));
  }

  private static String keyName(Prototype p, int pc, int c) {
    if (c > 0xff) {
      return p.k[c & 0xff] instanceof LuaString s ? LuaStrings.display(s) : "?";
    }
    Name name = ofRegister(p, pc, c);
    return name != null && name.kind().equals("constant") ? name.text() : "?";
  }

  private static String upvalueName(Prototype p, int index) {
    LuaString name = p.upvalues[index].name;
    return name == null ? "?" : name.tojstring();
  }

  static String localName(Prototype p, int number, int pc) {
    int left = number;
    for (LocVars v : p.locvars) {
      if (v.startpc > pc) {
        break;
      }
      if (pc < v.endpc && --left == 0) {
        return v.varname.tojstring();
      }
    }
    return null;
  }

  /**
   * The last instruction before {@code lastPc} that certainly set the register; -1 if there is
   * none.
   */
  private static int findSetter(Prototype p, int lastPc, int register) {
    int setter = -1;
    int jumpTarget = 0;
    for (int pc = 0; pc < lastPc; pc++) {
      int i = p.code[pc];
      int op = i & 0x3f;
      int a = (i >> 6) & 0xff;
      boolean sets;
      switch (op) {
        case Lua.OP_LOADNIL:
          sets = a <= register && register <= a + (i >>> 23);
          break;
        case Lua.OP_TFORCALL:
          sets = register >= a + 2;
          break;
        case Lua.OP_CALL:
        case Lua.OP_TAILCALL:
          sets = register >= a;
          break;
        case Lua.OP_JMP:
          int target = pc + 1 + (i >>> 14) - 0x1ffff;
          if (pc < target && target <= lastPc && target > jumpTarget) {
            jumpTarget = target;
          }
          sets = false;
          break;
        case Lua.OP_SETLIST:
          if (((i >> 14) & 0x1ff) == 0) {
            pc++;
          }
          sets = false;
          break;
        case Lua.OP_TEST:
          sets = a == register;
          break;
        default:
          sets = SETS_A[op] && a == register;
      }
      if (sets) {
        setter = pc < jumpTarget ? -1 : pc;
      }
    }
    return setter;
  }
}
