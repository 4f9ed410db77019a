package org.moonwire.engine.compress;

import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.OptionTable;

/** The module {@code compress}. */
public final class CompressModule implements LuaModule {
  private static final int DEFAULT_LEVEL = 6;
  private static final long DEFAULT_SIZE = 128L << 20;

  @Override
  public String name() {
    return "compress";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    ModuleTable.Builder table = ModuleTable.builder();
    for (Format format : Format.values()) {
      table.table(
          format.scriptName(),
          ModuleTable.builder()
              .function("encode", args -> encode(format, args))
              .function("decode", args -> decode(format, args))
              .build());
    }
    return table.build();
  }

  private static byte[] encode(Format format, Arguments args) {
    byte[] data = args.bytes(1);
    OptionTable options = OptionTable.of(args, 2);
    int level = (int) options.whole("level", 0, 9, DEFAULT_LEVEL);
    options.finish();
    return format.encode(data, level, args.context());
  }

  private static byte[] decode(Format format, Arguments args) {
    byte[] data = args.bytes(1);
    OptionTable options = OptionTable.of(args, 2);
    long size = options.whole("max_size", 0, Integer.MAX_VALUE, DEFAULT_SIZE);
    options.finish();
    long bound = Math.min(size, args.context().maxString());
    return format.decode(data, (int) bound, args.context());
  }
}
