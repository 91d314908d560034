package io.linkfleet.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Owns how long a client may take over one request: when head and body are not there by then, its
 * connection is closed.
 *
 * <p>The idle timeout lets go of who says nothing; who sends a byte now and then would hold one of
 * the limited connections for days. Quarkus and Vert.x have no setting for that and hand out no
 * connection before its first head is there, so this is an extension of Netty, which is switched on
 * when Vert.x starts. It is loaded by its name in {@code META-INF/services}.
 */
public final class RequestDeadline extends ChannelInitializerExtension
    implements VertxServiceProvider {
  /** The setting. */
  public static final String TIMEOUT = "linkfleet.http.request-timeout";

  private static final Logger LOG = Logger.getLogger(RequestDeadline.class);
  private static final Duration DEFAULT = Duration.ofSeconds(30);

  /** Netty makes an object of its own, after Vert.x did. */
  private static volatile Duration timeout = DEFAULT;

  @Override
  public void init(VertxBuilder builder) {
    timeout =
        ConfigProvider.getConfig().getOptionalValue(TIMEOUT, Duration.class).orElse(DEFAULT);
    if (System.getProperty(EXTENSIONS_SYSTEM_PROPERTY) == null) {
      System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    channel.pipeline().addLast(new Door(timeout));
  }

  /** Sees the bytes before anybody else: the time begins with the first of a request. */
  private static final class Door extends ChannelInboundHandlerAdapter {
    private final Duration longest;
    private boolean watched;
    private ScheduledFuture<?> limit;

    Door(Duration longest) {
      this.longest = longest;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      // before the end of a TLS handshake, which has a limit of its own, there is no decoder
      ChannelHandlerContext decoder = context.pipeline().context(HttpRequestDecoder.class);
      if (decoder != null) {
        if (!watched) {
          context.pipeline().addAfter(decoder.name(), null, new Requests());
          watched = true;
        }
        if (limit == null) {
          limit =
              context
                  .executor()
                  .schedule(
                      () -> {
                        LOG.debugf(
                            "%s: no complete request within %s, closed",
                            context.channel().remoteAddress(), longest);
                        context.close();
                      },
                      longest.toMillis(),
                      TimeUnit.MILLISECONDS);
        }
      }
      context.fireChannelRead(bytes);
    }

    private void complete() {
      if (limit != null) {
        limit.cancel(false);
        limit = null;
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      complete();
      context.fireChannelInactive();
    }

    /** Sees what the decoder made of the bytes: the time is over with the end of a request. */
    private final class Requests extends ChannelInboundHandlerAdapter {
      @Override
      public void channelRead(ChannelHandlerContext context, Object part) {
        if (part instanceof LastHttpContent) {
          complete();
        }
        context.fireChannelRead(part);
      }
    }
  }
}
