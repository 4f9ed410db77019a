package org.moonwire.bench.sockets;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketClientCompressionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Netty with its WebSocket handlers and NIO; every message is flushed as it is sent. */
public final class NettyPeer implements Peer {
  private static final int LARGEST = 1 << 24;

  private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
  private final CountDownLatch opened = new CountDownLatch(1);
  private Channel channel;

  @Override
  public void open(URI uri, SSLContext tls, boolean deflate, Runnable onMessage) throws Exception {
    WebSocketClientProtocolHandler protocol =
        new WebSocketClientProtocolHandler(
            WebSocketClientHandshakerFactory.newHandshaker(
                uri, WebSocketVersion.V13, null, deflate, new DefaultHttpHeaders(), LARGEST));
    channel =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel made) {
                    ChannelPipeline line = made.pipeline();
                    if (uri.getScheme().equals("wss")) {
                      SSLEngine engine = tls.createSSLEngine(uri.getHost(), uri.getPort());
                      engine.setUseClientMode(true);
                      line.addLast(new SslHandler(engine));
                    }
                    line.addLast(new HttpClientCodec(), new HttpObjectAggregator(65_536));
                    if (deflate) {
                      line.addLast(new WebSocketClientCompressionHandler(LARGEST));
                    }
                    line.addLast(protocol, new Receiver(onMessage));
                  }
                })
            .connect(uri.getHost(), uri.getPort())
            .sync()
            .channel();
    if (!opened.await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not opened");
    }
  }

  private final class Receiver extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final Runnable onMessage;

    Receiver(Runnable onMessage) {
      this.onMessage = onMessage;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        opened.countDown();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      if (frame instanceof TextWebSocketFrame text) {
        text.text();
      }
      if (frame.isFinalFragment()) {
        onMessage.run();
      }
    }
  }

  @Override
  public void text(String text) {
    Future<?> unused = channel.writeAndFlush(new TextWebSocketFrame(text));
  }

  @Override
  public void binary(byte[] data) {
    Future<?> unused =
        channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(data)));
  }

  @Override
  public void close() {
    loops.shutdownGracefully().awaitUninterruptibly();
  }
}
