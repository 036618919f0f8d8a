package uphill.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockTest {

  private final Parameters set = new Parameters();
  private final Tensor w = Tensor.repeat(set.add("w", 1, 3));
  private final Tracer tracer = new Tracer(set);
  private final Node sum = tracer.node(w.add(Tensor.input("x", 3)));

  @Test
  void onlyChosenRowsHaveRoomToBeGathered() {
    var block = new Block(tracer.nodes());
    Node x = sum.b;

    block.makeRoom(Mode.TANGENTS);
    assertThat(block.gathered(x)).isEmpty();
    block.makeRoomToGather();
    assertThat(block.gathered(x)).hasSize(3 * Block.ROWS);
    assertThat(block.gathered(sum)).isEmpty();
  }

  @Test
  void onlyWhatARunComputesHasRoom() {
    var block = new Block(tracer.nodes());

    block.makeRoom(Mode.EVALUATE);
    assertThat(block.value(sum)).hasSize(3 * Block.ROWS);
    assertThat(block.gradient(sum)).isEmpty();
    assertThat(block.tangent(sum)).isEmpty();

    block.makeRoom(Mode.GRADIENTS);
    assertThat(block.gradient(sum)).hasSize(3 * Block.ROWS);
    assertThat(block.tangent(sum)).isEmpty();

    block.makeRoom(Mode.TANGENTS);
    assertThat(block.tangent(sum)).hasSize(3 * Block.ROWS);
  }
}
