package uphill.autodiff;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import uphill.kernel.Kernels;

/// Evaluates a loss L = Σₖ Lₖ once more, in double precision from the parameters and columns as
/// they are stored, to tell what training's step came from. Training itself never uses it.
///
/// ```text
/// δⱼᵏ = ∂Lₖ/∂hⱼ    the error of term k at head h (logits, a mean …), for every row j
/// ∂Lₖ/∂θ           in double precision, for every term k
/// ```
///
/// **The branches are those that training took.** Single precision decides, at every minimum,
/// clamp, rectified unit and index: the forward pass of [Program] is carried out as well, with the
/// same kernels, so to the same bits. Near a tie double precision alone would take the other side,
/// and speak of a step that was not taken.
///
/// One thread, blocks of rows in order, and [StrictMath]: the same bits on any machine. Parameters
/// are never changed. Parameters of other sets are read where they are, at each evaluation.
public final class Onlooker {

  private final Kernels kernels;
  private final Snapshot parameters;
  private final Node[] nodes;
  private final SequencedMap<String, TermPass> terms = new LinkedHashMap<>();
  private final Divisors divisors;
  private final Fed fed;
  private final DoubleBlock block;
  private Optional<DoubleSizes> sizes = Optional.empty();

  /// Looks on at a loss.
  ///
  /// @param terms the Lₖ, by name; any other scalar may be among them, as the sum of log π, whose
  ///   errors are ∂log π/∂h of each row
  /// @param heads the very tensors that the terms are made of; where one goes into another, or into
  ///   a term in several ways, its error is the total derivative
  /// @param learnt θ
  /// @param kernels those of training, or others with the same bits
  /// @throws IllegalArgumentException if a head occurs in no term, or two inputs of one name differ
  ///   in their columns
  public Onlooker(
      SequencedMap<String, Scalar> terms,
      SequencedMap<String, Tensor> heads,
      Parameters learnt,
      Kernels kernels) {
    this.kernels = kernels;
    parameters = new Snapshot(learnt);
    var tracer = new Tracer(learnt);
    for (Scalar term : terms.values()) {
      term.terms().forEach(t -> tracer.node(t.x()));
    }
    int termNodes = tracer.size();
    var headNodes = new LinkedHashMap<String, Node>();
    heads.forEach(
        (name, head) -> headNodes.put(name, occurring(name, tracer.node(head), termNodes)));
    nodes = parameters.reading(tracer);
    boolean[] wanted = new boolean[nodes.length];
    headNodes.values().forEach(head -> wanted[head.index] = true);
    for (Node node : nodes) {
      wanted[node.index] |= node.learns;
      wanted[node.index] |= wanted[node.a.index] || wanted[node.b.index];
    }
    terms.forEach(
        (name, term) ->
            this.terms.put(name, new TermPass(term.terms(), tracer, nodes, wanted, headNodes)));
    divisors = new Divisors(divisors(terms));
    fed = new Fed(tracer);
    block = new DoubleBlock(nodes, wanted);
  }

  /// From now on it computes too what rounding errors of training's gradient are measured against:
  /// [HeadErrors#inherited()]. That takes about as long as everything else.
  public Onlooker measuring() {
    boolean[] reached = new boolean[nodes.length];
    terms.values().forEach(term -> term.mark(reached));
    sizes = Optional.of(new DoubleSizes(nodes, reached));
    return this;
  }

  private static Node occurring(String name, Node head, int termNodes) {
    if (head.index >= termNodes) {
      throw new IllegalArgumentException(
          "head %s occurs in no term: give the very tensor that the terms are made of"
              .formatted(name));
    }
    return head;
  }

  private static SortedSet<String> divisors(SequencedMap<String, Scalar> terms) {
    var names = new TreeSet<String>();
    for (Scalar term : terms.values()) {
      for (Scalar.Term sum : term.terms()) {
        if (sum.perGiven()) {
          names.add(sum.divisor());
        }
      }
    }
    return names;
  }

  /// Gives θ its values, before a step say, for all evaluations that follow. They are copied.
  public Onlooker at(float[] theta) {
    parameters.give(theta);
    return this;
  }

  /// Gives θ values that single precision may not have; branches are decided at the nearest that it
  /// has.
  public Onlooker at(double[] theta) {
    parameters.give(theta);
    return this;
  }

  /// Gives an input its column, as [Program#feed(String, float[])] does.
  public Onlooker feed(String input, float[] column) {
    return feed(input, column, 0);
  }

  /// Gives an input the part of a column that begins at element `at`.
  public Onlooker feed(String input, float[] column, int at) {
    fed.feed(input, column, at);
    return this;
  }

  /// Gives every input its column, by name, as [Program#feed(Map)] does.
  public Onlooker feed(Map<String, float[]> columns) {
    fed.feed(columns);
    return this;
  }

  /// Gives a number its value, as [Program#give(String, double)] does.
  public Onlooker give(String number, double value) {
    fed.give(number, value);
    return this;
  }

  /// Gives the number that a [Scalar#per(String)] divides by.
  public Onlooker divideBy(String number, double value) {
    divisors.give(number, value);
    return this;
  }

  /// Gives every input, number and divisor what a program was given for it last.
  ///
  /// @throws IllegalArgumentException if the program has no such
  public Onlooker reading(Program program) {
    fed.like(program.fed());
    divisors.like(program.divisors());
    return this;
  }

  /// Evaluates rows 0 … rows−1 of the columns.
  ///
  /// @throws IllegalArgumentException if a column is missing or too short
  /// @throws IllegalStateException if θ, a number or a divisor was not given
  public HeadErrors errors(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("an evaluation needs at least one row, got " + rows);
    }
    fed.readAll();
    return evaluate(rows, rows);
  }

  /// Evaluates rows `order[from]`, `order[from + 1]` … of the columns: row j of the result is row
  /// `order[from + j]` of the columns.
  ///
  /// @throws IllegalArgumentException if a column is missing, or lacks one of the rows
  /// @throws IllegalStateException if θ, a number or a divisor was not given
  public HeadErrors errors(int[] order, int from, int count) {
    return errors(order, from, count, count);
  }

  /// The same rows as a part of more: whatever is a mean over rows is one over so many, so errors
  /// are those that these rows have among all.
  ///
  /// @param of how many rows a mean is over
  public HeadErrors errors(int[] order, int from, int count, int of) {
    fed.read(order, from, count);
    return evaluate(count, of);
  }

  private HeadErrors evaluate(int rows, int of) {
    fed.check(rows);
    parameters.begin();
    double[] size = new double[parameters.size()];
    double[] inherited = new double[sizes.isPresent() ? size.length : 0];
    for (TermPass term : terms.values()) {
      term.begin(rows, size.length);
    }
    for (int first = 0; first < rows; first += Block.ROWS) {
      block.turnTo(fed, first, Math.min(Block.ROWS, rows - first));
      for (Node node : nodes) {
        Forward.value(node, block.taken, kernels);
        DoubleForward.value(node, block, parameters);
      }
      for (TermPass term : terms.values()) {
        term.add(first, of, block, parameters, divisors, size);
      }
      sizes.ifPresent(measured -> measure(measured, of, inherited));
    }
    sizes.ifPresent(measured -> Arrays.setAll(inherited, k -> measured.depth() * inherited[k]));
    var results = new LinkedHashMap<String, HeadErrors.OfTerm>();
    terms.forEach((name, term) -> results.put(name, term.result(of, divisors)));
    return new HeadErrors(rows, results, size, inherited);
  }

  private void measure(DoubleSizes measured, int of, double[] sum) {
    measured.turnTo(block, parameters);
    terms.values().forEach(term -> term.seed(of, block, divisors, measured));
    measured.reverse(block, parameters, sum);
  }
}
