package org.moonwire.engine.struct;

import java.util.ArrayList;
import java.util.List;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.Language;
import org.moonwire.engine.module.LuaException;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.Results;

/**
 * The module {@code struct}, whose functions are also {@code string.pack} and its kin at level 5.4.
 */
public final class StructModule implements LuaModule {
  private static final int MAX_FORMAT = 65_536;
  private static final int MAX_RESULTS = 100_000;

  /** Whether scripts have integers of 64 bits. */
  private final boolean hasLongs;

  /** Makes the module for scripts of a level. */
  public StructModule(Language language) {
    hasLongs = language != Language.LUA_5_2;
  }

  @Override
  public String name() {
    return "struct";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .function("pack", StructModule::pack)
        .function("unpack", this::unpack)
        .function("size", StructModule::size)
        .build();
  }

  private static FormatReader format(Arguments args) {
    byte[] format = args.bytes(1);
    if (format.length > MAX_FORMAT) {
      throw args.error(1, "format longer than " + MAX_FORMAT + " bytes");
    }
    return new FormatReader(format, args);
  }

  private static byte[] pack(Arguments args) {
    return new Packer(args).pack(format(args));
  }

  private Results unpack(Arguments args) {
    FormatReader format = format(args);
    Unpacker unpacker = new Unpacker(args, hasLongs);
    List<Object> values = new ArrayList<>();
    while (format.hasNext()) {
      Item item = format.next(unpacker.position());
      args.context().work(1);
      unpacker.read(item, values);
      if (values.size() > MAX_RESULTS) {
        throw new LuaException("too many results");
      }
    }
    values.add(unpacker.position() + 1);
    return Results.of(values.toArray());
  }

  private static long size(Arguments args) {
    FormatReader format = format(args);
    long total = 0;
    while (format.hasNext()) {
      Item item = format.next(total);
      if (item.kind() == Item.Kind.STRING || item.kind() == Item.Kind.ZERO_STRING) {
        throw args.error(1, "variable-length format");
      }
      total += item.padding() + (long) item.size();
      if (total > Integer.MAX_VALUE) {
        throw args.error(1, "format result too large");
      }
    }
    return total;
  }
}
