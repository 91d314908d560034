package io.linkfleet.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;

class RsaKeysTest {
  @Test
  void aWorldHasNoKeyTwice() {
    RsaKeys world = RsaKeys.ofEarlierWorlds();

    KeyPair first = world.next();

    assertThat(world.next().getPublic()).isNotEqualTo(first.getPublic());
  }

  @Test
  void aLaterWorldHasTheKeysOfAnEarlierOneInTheirOrder() {
    RsaKeys earlier = RsaKeys.ofEarlierWorlds();
    List<KeyPair> keys = List.of(earlier.next(), earlier.next());

    RsaKeys later = RsaKeys.ofEarlierWorlds();

    assertThat(List.of(later.next(), later.next())).isEqualTo(keys);
  }

  @Test
  void whoeverAsksForFreshKeysGetsThose() {
    KeyPair known = RsaKeys.ofEarlierWorlds().next();

    assertThat(RsaKeys.fresh().next().getPublic()).isNotEqualTo(known.getPublic());
    assertThat(new World().rsaKeys.next().getPublic()).isNotEqualTo(known.getPublic());
  }
}
