package uphill.autodiff;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;

/// Equations, traced once: a fixed sequence of coarse operations on preallocated buffers, evaluated
/// over fixed shards of rows on any number of threads.
///
/// ```text
/// evaluate   outputs and metrics
/// gradients  those, and ∂L/∂θ                          (reverse mode)
/// tangents   those, and the outputs' tangents along θ̇  (forward mode: Jacobian-vector products)
/// ```
///
/// **The same bits for any number of workers.** Rows are cut into blocks of 128 and blocks into at
/// most 16 shards, depending on the number of rows alone. A shard accumulates its gradient over its
/// blocks in order, in its own buffer; the buffers are summed in the order of shards.
///
/// Nothing is allocated by a run, once one with as many rows and workers has been made. A program
/// is used by one thread at a time.
public final class Program {

  /// Shards of one run, at most; so many workers can share it.
  private static final int SHARDS = 16;

  private static final int REDUCED_TOGETHER = 1024;

  private enum Mode {
    EVALUATE,
    GRADIENTS,
    TANGENTS
  }

  /// A row-wise result and the columns that its values and tangents go to; empty: nowhere.
  private static final class Output {
    final String name;
    final Node node;
    float[] values = {};
    float[] tangents = {};

    Output(String name, Node node) {
      this.name = name;
      this.node = node;
    }
  }

  private final Kernels kernels;
  private final Node[] nodes;
  private final Node[] inputs;
  private final String[] inputNames;
  private final Parameters learnt;
  private final Sums loss;

  /// The first so many nodes are those that the loss is made of, the others serve only metrics and
  /// outputs: nothing flows back from them, not even zero times infinity.
  private final int lossNodes;

  private final Written written;

  private final Map<String, Sums> metrics = new LinkedHashMap<>();
  private final Map<String, Output> outputs = new LinkedHashMap<>();
  private final Sums[] allSums;
  private final Output[] allOutputs;
  private final Divisors divisors;
  private final float[][] data;
  private final int[] dataAt;
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

  private Program(Builder builder) {
    kernels = builder.kernels;
    learnt = builder.learnt;
    var tracer = new Tracer(learnt);
    loss = new Sums(builder.loss, tracer);
    lossNodes = tracer.size();
    written = new Written(tracer.nodes(), loss);
    builder.metrics.forEach((name, scalar) -> metrics.put(name, new Sums(scalar.terms(), tracer)));
    builder.outputs.forEach(
        (name, tensor) -> outputs.put(name, new Output(name, tracer.node(tensor))));
    allSums = metrics.values().toArray(Sums[]::new);
    allOutputs = outputs.values().toArray(Output[]::new);
    nodes = tracer.nodes();
    inputs = tracer.inputs().values().toArray(Node[]::new);
    inputNames = tracer.inputs().keySet().toArray(String[]::new);
    divisors = new Divisors(builder.divisors());
    data = new float[nodes.length][0];
    dataAt = new int[nodes.length];
    transposed = new float[nodes.length][];
    for (Node node : nodes) {
      if (node.op instanceof Op.Affine && node.a.learns && node.index < lossNodes) {
        transposed[node.index] = new float[node.a.columns * node.columns];
      }
    }
    gradients = new Gradients(learnt, kernels);
  }

  /// Begins a program that computes with these kernels.
  public static Builder with(Kernels kernels) {
    return new Builder(kernels);
  }

  /// What a program is to compute.
  public static final class Builder {
    private final Kernels kernels;
    private List<Scalar.Term> loss = List.of();
    private Parameters learnt = new Parameters();
    private final Map<String, Scalar> metrics = new LinkedHashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();

    private Builder(Kernels kernels) {
      this.kernels = kernels;
    }

    /// L, and the θ of ∂L/∂θ. The loss is also a metric, named `loss`.
    public Builder loss(Scalar loss, Parameters learnt) {
      this.loss = loss.terms();
      return learnt(learnt).metric("loss", loss);
    }

    /// The θ that directions of [Program#tangents(float[], int, Workers)] are in, without a loss.
    public Builder learnt(Parameters learnt) {
      this.learnt = learnt;
      return this;
    }

    /// A number for the whole batch, read by [Program#metric(String)].
    public Builder metric(String name, Scalar value) {
      metrics.put(name, value);
      return this;
    }

    /// Numbers for every row, written to the column given by [Program#into(String, float[])].
    public Builder output(String name, Tensor value) {
      outputs.put(name, value);
      return this;
    }

    /// The program.
    ///
    /// @throws IllegalArgumentException if two inputs of one name differ in their columns
    public Program build() {
      return new Program(this);
    }

    private SortedSet<String> divisors() {
      var names = new TreeSet<String>();
      metrics.values().stream()
          .flatMap(scalar -> scalar.terms().stream())
          .filter(Scalar.Term::perGiven)
          .forEach(term -> names.add(term.divisor()));
      return names;
    }
  }

  /// Gives an input its column [rows, columns], for this run and all that follow. The array is read
  /// where it is, not copied.
  public Program feed(String input, float[] column) {
    return feed(input, column, 0);
  }

  /// Gives an input the part of a column that begins at element `at`.
  public Program feed(String input, float[] column, int at) {
    int index = inputs[Names.index("input", input, inputNames)].index;
    data[index] = column;
    dataAt[index] = at;
    return this;
  }

  /// Gives the number that a [Scalar#per(String)] divides by.
  public Program divideBy(String number, double value) {
    divisors.give(number, value);
    return this;
  }

  /// Has an output's values written to this column [rows, columns], from now on.
  public Program into(String output, float[] column) {
    Names.known("output", output, outputs).values = column;
    return this;
  }

  /// Has an output's tangents written to this column [rows, columns], from now on.
  public Program tangentsInto(String output, float[] column) {
    Names.known("output", output, outputs).tangents = column;
    return this;
  }

  /// The names of all inputs.
  public List<String> inputs() {
    return List.of(inputNames);
  }

  /// The number that a [Scalar#per(String)] divides by, as it was given last.
  public double divisor(String number) {
    return divisors.of(number);
  }

  /// ∂L/∂θ as it was computed last. The object belongs to this program.
  public Gradients gradients() {
    return gradients;
  }

  /// A metric of the last run.
  ///
  /// @throws IllegalStateException before the first run
  public double metric(String name) {
    Sums sums = Names.known("metric", name, metrics);
    if (rows == 0) {
      throw new IllegalStateException("metric %s: nothing was run".formatted(name));
    }
    return sums.total(blockCount, rows, divisors);
  }

  /// Computes outputs and metrics for rows 0 … rows−1 of the data.
  public void evaluate(int rows, Workers workers) {
    run(Mode.EVALUATE, rows, workers);
  }

  /// Computes ∂L/∂θ, and outputs and metrics on the way.
  public Gradients gradients(int rows, Workers workers) {
    run(Mode.GRADIENTS, rows, workers);
    workers.run((gradients.values().length + REDUCED_TOGETHER - 1) / REDUCED_TOGETHER, reduceTask);
    return gradients;
  }

  /// Computes, for every output, its tangent along θ̇: d/dε of the output at θ + ε·θ̇, at ε = 0.
  ///
  /// @param direction θ̇, laid out as the parameters
  public void tangents(float[] direction, int rows, Workers workers) {
    if (direction.length != learnt.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "direction has %d elements, parameters have %d",
              direction.length,
              learnt.size()));
    }
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
    for (int i = 0; i < inputs.length; i++) {
      int index = inputs[i].index;
      int held = data[index].length - dataAt[index];
      if (held < (long) rows * inputs[i].columns) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "input %s holds %d numbers, %d rows of %d need more",
                inputNames[i],
                held,
                rows,
                inputs[i].columns));
      }
    }
    for (Output output : allOutputs) {
      checkRoom(output, output.values, rows);
      if (mode == Mode.TANGENTS) {
        checkRoom(output, output.tangents, rows);
      }
    }
  }

  private static void checkRoom(Output output, float[] column, int rows) {
    if (column.length > 0 && column.length < (long) rows * output.node.columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "output %s goes to %d numbers, %d rows of %d need more",
              output.name,
              column.length,
              rows,
              output.node.columns));
    }
  }

  private void makeRoom(int workers) {
    while (blocks.length < workers) {
      blocks = Arrays.copyOf(blocks, blocks.length + 1);
      blocks[blocks.length - 1] = new Block(nodes);
    }
    for (Sums sums : allSums) {
      sums.makeRoom(blockCount);
    }
    while (mode == Mode.GRADIENTS && shardGradients.length < shardCount) {
      int next = shardGradients.length;
      shardGradients = Arrays.copyOf(shardGradients, next + 1);
      shardGradients[next] = next == 0 ? gradients.values() : new float[learnt.size()];
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
      block.turnTo(first, Math.min(Block.ROWS, rows - first), data, dataAt);
      for (Node node : nodes) {
        Forward.value(node, block, kernels);
      }
      for (Sums sums : allSums) {
        sums.sumUp(index, block);
      }
      switch (mode) {
        case EVALUATE -> {}
        case GRADIENTS -> backward(block, shardGradients[shard]);
        case TANGENTS -> alongDirection(block);
      }
      writeOut(first, block);
    }
  }

  private void backward(Block block, float[] gradient) {
    block.clearGradients(lossNodes, written);
    loss.seed(block, rows, divisors);
    for (int i = lossNodes - 1; i >= 0; i--) {
      if (nodes[i].learns) {
        boolean adds = !written.has(nodes[i].a);
        Reverse.propagate(nodes[i], block, kernels, learnt, gradient, transposed[i], adds);
      }
    }
  }

  private void alongDirection(Block block) {
    for (Node node : nodes) {
      if (node.learns) {
        Tangents.propagate(node, block, kernels, learnt, direction);
      }
    }
  }

  private void writeOut(int first, Block block) {
    for (Output output : allOutputs) {
      Node node = output.node;
      int n = block.size(node);
      int at = first * node.columns;
      if (output.values.length > 0) {
        System.arraycopy(block.value(node), block.at(node), output.values, at, n);
      }
      if (mode == Mode.TANGENTS && output.tangents.length > 0) {
        if (node.learns) {
          System.arraycopy(block.tangent(node), 0, output.tangents, at, n);
        } else {
          Arrays.fill(output.tangents, at, at + n, 0);
        }
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
