package uphill.autodiff;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;

/// A run of a [Plan] over the rows: blocks of rows in shards, each shard forward and, at once,
/// backward, into a gradient of its own.
final class Pass {

  /// Shards of one run, at most; so many workers can share it.
  private static final int SHARDS = 16;

  private static final int REDUCED_TOGETHER = 1024;

  private final Plan plan;
  private final Fed fed;
  private final Kernels kernels;
  private final Node[] nodes;
  private final Sums[] sums;
  private final Output[] outputs;
  private final float[] @Nullable [] transposed;
  private final Gradients gradients;
  private final Workers.Task shardTask = this::runShard;
  private final Workers.Task reduceTask = this::reduce;

  private Block[] blocks = {};
  private float[][] shardGradients = {};
  private Mode mode = Mode.EVALUATE;
  private int rows;
  private int blockCount;
  private int shardCount;
  private float[] direction = {};

  Pass(Plan plan, Fed fed, Kernels kernels) {
    this.plan = plan;
    this.fed = fed;
    this.kernels = kernels;
    nodes = plan.nodes;
    sums = plan.metrics.values().toArray(Sums[]::new);
    outputs = plan.outputs.values().toArray(Output[]::new);
    transposed = new float[nodes.length][];
    for (Node node : nodes) {
      if (plan.sendsBackThroughWeight(node)) {
        transposed[node.index] = new float[node.a.columns * node.columns];
      }
    }
    gradients = new Gradients(plan.learnt, kernels);
  }

  /// Rows of the last run; 0 before the first.
  int rows() {
    return rows;
  }

  /// What the sums came to in the last run.
  double total(Sums sums) {
    return sums.total(blockCount, rows, plan.divisors);
  }

  void evaluate(int rows, Workers workers) {
    run(Mode.EVALUATE, rows, workers);
  }

  Gradients gradients(int rows, Workers workers) {
    run(Mode.GRADIENTS, rows, workers);
    workers.run((gradients.values().length + REDUCED_TOGETHER - 1) / REDUCED_TOGETHER, reduceTask);
    return gradients;
  }

  void tangents(float[] direction, int rows, Workers workers) {
    this.direction = direction;
    run(Mode.TANGENTS, rows, workers);
  }

  private void run(Mode mode, int rows, Workers workers) {
    check(mode, rows);
    this.mode = mode;
    this.rows = rows;
    blockCount = (rows + Block.ROWS - 1) / Block.ROWS;
    shardCount = Math.min(SHARDS, blockCount);
    makeRoom(workers.count());
    if (mode == Mode.GRADIENTS) {
      transposeWeights();
    }
    workers.run(shardCount, shardTask);
  }

  private void check(Mode mode, int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("a run needs at least one row, got " + rows);
    }
    fed.check(rows);
    for (Output output : outputs) {
      output.checkRoom(mode, rows);
    }
  }

  private void makeRoom(int workers) {
    while (blocks.length < workers) {
      blocks = Arrays.copyOf(blocks, blocks.length + 1);
      blocks[blocks.length - 1] = new Block(nodes);
    }
    for (Block block : blocks) {
      block.makeRoom(mode);
      if (fed.gathers()) {
        block.makeRoomToGather();
      }
    }
    for (Sums each : sums) {
      each.makeRoom(blockCount);
    }
    while (mode == Mode.GRADIENTS && shardGradients.length < shardCount) {
      int next = shardGradients.length;
      shardGradients = Arrays.copyOf(shardGradients, next + 1);
      shardGradients[next] = next == 0 ? gradients.values() : new float[plan.learnt.size()];
    }
  }

  /// Errors are sent back through Wᵀ, which is constant during a run.
  private void transposeWeights() {
    for (Node node : nodes) {
      float[] columns = transposed[node.index];
      if (columns != null && node.op instanceof Op.Affine affine) {
        Parameter w = affine.weight();
        kernels.transpose(w.rows(), w.columns(), w.owner().values(), w.at(), columns, 0);
      }
    }
  }

  private void runShard(int shard, int worker) {
    Block block = blocks[worker];
    if (mode == Mode.GRADIENTS) {
      Arrays.fill(shardGradients[shard], 0);
    }
    int end = (shard + 1) * blockCount / shardCount;
    for (int index = shard * blockCount / shardCount; index < end; index++) {
      int first = index * Block.ROWS;
      fed.turn(block, first, Math.min(Block.ROWS, rows - first));
      for (Node node : nodes) {
        Forward.value(node, block, kernels);
      }
      for (Sums each : sums) {
        each.sumUp(index, block);
      }
      switch (mode) {
        case EVALUATE -> {}
        case GRADIENTS -> backward(block, shardGradients[shard]);
        case TANGENTS -> alongDirection(block);
      }
      for (Output output : outputs) {
        output.write(mode, first, block);
      }
    }
  }

  private void backward(Block block, float[] gradient) {
    block.clearGradients(plan.lossNodes, plan.written);
    plan.loss.seed(block, rows, plan.divisors);
    for (int i = plan.lossNodes - 1; i >= 0; i--) {
      if (nodes[i].learns) {
        boolean adds = !plan.written.has(nodes[i].a);
        Reverse.propagate(nodes[i], block, kernels, plan.learnt, gradient, transposed[i], adds);
      }
    }
  }

  private void alongDirection(Block block) {
    for (Node node : nodes) {
      if (node.learns) {
        Tangents.propagate(node, block, kernels, plan.learnt, direction);
      }
    }
  }

  private void reduce(int task, int worker) {
    int from = task * REDUCED_TOGETHER;
    float[] total = shardGradients[0];
    int n = Math.min(REDUCED_TOGETHER, total.length - from);
    for (int shard = 1; shard < shardCount; shard++) {
      kernels.add(n, shardGradients[shard], from, total, from);
    }
  }
}
