package org.moonwire.engine.url;

import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;

/** The module {@code url} (RFC 3986). */
public final class UrlModule implements LuaModule {
  @Override
  public String name() {
    return "url";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .function(
            "encode",
            args -> PercentCode.encode(args.bytes(1), PercentCode.UNRESERVED, args.context()))
        .function("decode", args -> PercentCode.decode(args.bytes(1), args.context()))
        .function("parse", args -> UrlParts.parse(args.bytes(1)))
        .function("build", args -> UrlParts.build(args.table(1), args.context()))
        .table(
            "query",
            ModuleTable.builder()
                .function("encode", args -> QueryText.encode(args.table(1), args.context()))
                .function("decode", args -> QueryText.decode(args.bytes(1), args.context()))
                .build())
        .build();
  }
}
