package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.module.ReceiveQuota;
import org.moonwire.websocket.http.BodySink;
import org.moonwire.websocket.http.BufferedBody;
import org.moonwire.websocket.http.GzipSink;
import org.moonwire.websocket.http.HttpCall;
import org.moonwire.websocket.http.HttpUrl;
import org.moonwire.websocket.http.UnwantedBodyException;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * What comes of a request, for the script that made it: a response with its body, or an error. Its
 * fields are the loop's unless said otherwise.
 */
final class HttpReply implements HttpCall.Outcome {
  /** A connection with its buffers. */
  private static final int OVERHEAD = 8192;

  private static final Pattern GZIP = Pattern.compile("(?i)(x-)?gzip");

  private final HttpRequests.Prepared request;
  private final CallContext.Hold hold;
  private final ReceiveQuota quota;
  private final BufferedBody body;

  /** Null unless the script takes the body in pieces. */
  private final StreamedBody stream;

  /** The channel of the pieces until the script has it; null otherwise. */
  private Channel pieces;

  /** Null once it is complete: a stream that nobody has any more is to be noticed. */
  private CompletableFuture<Object> result = new CompletableFuture<>();

  private ResponseHead head;
  private HttpUrl url;

  /** Whether the body is decompressed on its way. */
  private boolean decoded;

  /** Run at the very end. Written before the call begins. */
  private Runnable over = () -> {};

  /** To be made on the script's thread. */
  HttpReply(HttpRequests.Prepared request, CallContext caller) {
    this.request = request;
    HttpOptions options = request.plan().options();
    int most = (int) Math.min(options.maxBody(), caller.maxString());
    if (options.stream()) {
      pieces = caller.newChannel(StreamedBody.CAPACITY);
      stream = new StreamedBody(pieces, options.boundsStream() ? most : Long.MAX_VALUE);
      body = null;
    } else {
      stream = null;
      body = new BufferedBody(most, this::admits);
    }
    quota = caller.receiveQuota(OVERHEAD, this::heldBytes);
    hold = caller.hold();
  }

  /** To be called before the call begins. */
  void belongsTo(HttpCall call) {
    if (stream != null) {
      stream.belongsTo(call, quota);
    }
  }

  void whenOver(Runnable action) {
    over = action;
  }

  /** The URL as the script wrote it. */
  String written() {
    return request.written();
  }

  /** The call does not begin. */
  CompletableFuture<Object> refuse(ErrorValue error) {
    CompletableFuture<Object> refused = result;
    boolean unused = complete(error);
    over();
    return refused;
  }

  /** Completes with the table of the response, or an error value. To be called before it begins. */
  CompletableFuture<Object> result() {
    return result;
  }

  /** False if that was done before. */
  private boolean complete(Object value) {
    CompletableFuture<Object> waiting = result;
    result = null;
    return waiting != null && waiting.complete(value);
  }

  private boolean admits(long bytes) {
    return quota.admits(bytes);
  }

  private long heldBytes() {
    byte[] sent = request.outgoing().body();
    long received = stream == null ? body.heldBytes() : stream.waitingBytes();
    return received + (sent == null ? 0 : sent.length);
  }

  @Override
  public HttpCall.Body head(ResponseHead newHead, HttpUrl newUrl, long length)
      throws UnwantedBodyException {
    head = newHead;
    url = newUrl;
    long most = maxAnnounced();
    if (length > most) {
      throw UnwantedBodyException.tooLong(most);
    }
    BodySink sink = stream == null ? body : stream;
    decoded =
        request.plan().options().decodes()
            && !request.plan().method().equals("HEAD")
            && newHead.values("content-encoding").size() == 1
            && GZIP.matcher(newHead.values("content-encoding").get(0)).matches();
    if (stream != null) {
      boolean unused = complete(table(pieces));
      pieces = null;
    }
    return new HttpCall.Body(decoded ? new GzipSink(sink) : sink, stream != null);
  }

  private long maxAnnounced() {
    HttpOptions options = request.plan().options();
    return stream == null || options.boundsStream() ? options.maxBody() : Long.MAX_VALUE;
  }

  @Override
  public void done() {
    if (stream == null) {
      boolean unused = complete(table(body.bytes()));
    }
  }

  @Override
  public void failed(HttpCall.CallFailure failure) {
    int status = head == null ? 0 : head.status();
    ErrorValue error = HttpErrors.failed(request.written(), status, failure);
    if (!complete(error) && stream != null) {
      stream.fail(error);
    }
  }

  @Override
  public void over() {
    quota.end();
    hold.release();
    over.run();
  }

  private NewTable table(Object content) {
    Map<String, Object> first = new LinkedHashMap<>();
    Map<String, Object> all = new LinkedHashMap<>();
    head.headers()
        .forEach(
            (name, values) -> {
              if (decoded && (name.equals("content-encoding") || name.equals("content-length"))) {
                return;
              }
              List<Object> texts = new ArrayList<>();
              values.forEach(value -> texts.add(value.getBytes(ISO_8859_1)));
              first.put(name, texts.get(0));
              all.put(name, texts);
            });
    return NewTable.of(
        "status_code", head.status(),
        "headers", NewTable.copyOf(first),
        "all_headers", NewTable.copyOf(all),
        "body", content,
        "url", url.text());
  }
}
