package org.moonwire.engine.compiler;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.luaj.vm2.LocVars;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Upvaldesc;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Opcodes54;
import org.moonwire.engine.core.Program;

/** One function while it is compiled: its registers, variables, upvalues and constants. */
final class FunctionBuilder {
  private static final int MAX_VARIABLES = 200;
  private static final int MAX_UPVALUES = 255;
  private static final int MAX_REGISTERS = 250;

  final FunctionBuilder outer;
  final Lexer lexer;
  final Code code;
  final int lineDefined;
  final Expressions expressions;
  int parameters;
  boolean vararg;

  /** Set when there is a variable to be closed. */
  private boolean closes;

  /** The first register that holds nothing. */
  int free;

  /** The innermost block. */
  LexicalScope scope;

  private final Constants constants = new Constants();
  private final List<Prototype> functions = new ArrayList<>();
  private final List<Upvaldesc> upvalues = new ArrayList<>();
  private final List<LocVars> allVariables = new ArrayList<>();

  /** The variables in scope; those from {@link #visible} on are declared and not yet visible. */
  private final List<LocVars> variables = new ArrayList<>();

  /** The registers of variables that nothing may be assigned to, and such upvalues. */
  private final BitSet readOnly = new BitSet();

  private final BitSet readOnlyUpvalues = new BitSet();

  /** How many variables are visible; variable n is in register n. */
  private int visible;

  private int registers = 2;

  FunctionBuilder(FunctionBuilder outer, Lexer lexer, int lineDefined) {
    this.outer = outer;
    this.lexer = lexer;
    this.code = new Code(lexer);
    this.lineDefined = lineDefined;
    this.expressions = new Expressions(this);
    this.scope = new LexicalScope(null, false, 0);
  }

  int visible() {
    return visible;
  }

  /** Ends the function, which is complete at {@code lastLine}. */
  Prototype finish(LuaString source, int lastLine) {
    code.emit(Lua.OP_RETURN, 0, 1, 0);
    Blocks.leave(this);
    Program p = new Program(lexer.syntax.language, closes);
    p.source = source;
    p.linedefined = lineDefined;
    p.lastlinedefined = lastLine;
    p.numparams = parameters;
    p.is_vararg = vararg ? 1 : 0;
    p.maxstacksize = registers;
    p.code = code.instructions();
    p.lineinfo = code.lines();
    p.k = constants.toArray();
    p.p = functions.toArray(new Prototype[0]);
    p.upvalues = upvalues.toArray(new Upvaldesc[0]);
    p.locvars = allVariables.toArray(new LocVars[0]);
    return p;
  }

  /** Adds an inner function; the result is its index. */
  int add(Prototype p) {
    checkLimit(functions.size() + 1, Lua.MAXARG_Bx, "functions");
    functions.add(p);
    return functions.size() - 1;
  }

  int constant(LuaValue value) {
    int index = constants.index(value);
    if (index > Lua.MAXARG_Ax) {
      throw tooMany("constants", Lua.MAXARG_Ax);
    }
    return index;
  }

  /** True while a constant that is added can be the operand of any instruction. */
  boolean hasShortConstants() {
    return constants.count() <= Lua.MAXINDEXRK;
  }

  void checkLimit(int n, int limit, String what) {
    if (n > limit) {
      throw tooMany(what, limit);
    }
  }

  private LuaRuntimeException tooMany(String what, int limit) {
    String where = lineDefined == 0 ? "main function" : "function at line " + lineDefined;
    return lexer.error("too many " + what + " (limit is " + limit + ") in " + where);
  }

  void checkRegisters(int more) {
    int wanted = free + more;
    if (wanted > registers) {
      if (wanted >= MAX_REGISTERS) {
        throw lexer.error(lexer.syntax.tooManyRegisters());
      }
      registers = wanted;
    }
  }

  /** Takes {@code n} registers from {@link #free} on. */
  void reserve(int n) {
    checkRegisters(n);
    free += n;
  }

  /** Gives a register back if it is a temporary one; the last one taken goes first. */
  void release(int register) {
    if (register < Lua.BITRK && register >= visible) {
      free--;
    }
  }

  /** Declares a variable that {@link #show} makes visible. */
  void declare(LuaString name) {
    checkLimit(variables.size() + 1, MAX_VARIABLES, "local variables");
    variables.add(new LocVars(name, 0, 0));
  }

  /** Lets nothing be assigned to the variable that was declared last. */
  void makeReadOnly() {
    readOnly.set(variables.size() - 1);
  }

  /** Makes the next {@code n} declared variables visible. */
  void show(int n) {
    for (int i = 0; i < n; i++) {
      LocVars v = variables.get(visible++);
      v.startpc = code.here();
      allVariables.add(v);
    }
  }

  /** Has a variable begin here: debugging sees a local function only when it is there. */
  void restart(int register) {
    variables.get(register).startpc = code.here();
  }

  /** Ends the variables from {@code level} on. */
  void hide(int level) {
    while (visible > level) {
      variables.get(--visible).endpc = code.here();
    }
    variables.subList(level, variables.size()).clear();
    readOnly.clear(level, MAX_VARIABLES);
  }

  LuaString variableName(int register) {
    return variables.get(register).varname;
  }

  /** The variable or upvalue of that name; null if it is a global's. */
  Expression find(LuaString name) {
    int local = findLocal(name);
    if (local >= 0) {
      return variable(Expression.Kind.LOCAL, local, readOnly.get(local) ? name : null);
    }
    int upvalue = findUpvalue(name);
    return upvalue < 0
        ? null
        : variable(Expression.Kind.UPVALUE, upvalue, readOnlyUpvalues.get(upvalue) ? name : null);
  }

  private static Expression variable(Expression.Kind kind, int index, LuaString readOnlyName) {
    Expression e = new Expression(kind, index);
    e.readOnlyName = readOnlyName;
    return e;
  }

  private int findLocal(LuaString name) {
    for (int i = visible - 1; i >= 0; i--) {
      if (name.equals(variables.get(i).varname)) {
        return i;
      }
    }
    return -1;
  }

  private int findUpvalue(LuaString name) {
    for (int i = 0; i < upvalues.size(); i++) {
      if (name.equals(upvalues.get(i).name)) {
        return i;
      }
    }
    if (outer == null) {
      return -1;
    }
    int local = outer.findLocal(name);
    if (local >= 0) {
      outer.capture(local);
      return addUpvalue(name, true, local, outer.readOnly.get(local));
    }
    int further = outer.findUpvalue(name);
    return further < 0 ? -1 : addUpvalue(name, false, further, outer.readOnlyUpvalues.get(further));
  }

  int addUpvalue(LuaString name, boolean inStack, int index) {
    checkLimit(upvalues.size() + 1, MAX_UPVALUES, "upvalues");
    upvalues.add(new Upvaldesc(name, inStack, index));
    return upvalues.size() - 1;
  }

  private int addUpvalue(LuaString name, boolean inStack, int index, boolean isReadOnly) {
    int added = addUpvalue(name, inStack, index);
    readOnlyUpvalues.set(added, isReadOnly);
    return added;
  }

  /** Has the visible variable in a register closed at the end of the innermost block. */
  void closeAtEnd(int register) {
    code.emit(Opcodes54.TBC, register, 0, 0);
    closes = true;
    scope.captured = true;
    scope.closes = true;
  }

  private void capture(int register) {
    LexicalScope s = scope;
    while (s.variables > register) {
      s = s.outer;
    }
    s.captured = true;
  }
}
