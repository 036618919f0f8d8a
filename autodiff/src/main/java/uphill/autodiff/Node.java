package uphill.autodiff;

import java.util.List;

/// A [Tensor] at its place in one [Program].
final class Node {

  final Op op;
  final int index;
  final int columns;

  /// The operands; the node itself where the operation has fewer.
  final Node a;

  final Node b;

  /// Whether it depends on the parameters that the program learns.
  final boolean learns;

  Node(Op op, int index, int columns, Node[] operands, boolean learns) {
    this.op = op;
    this.index = index;
    this.columns = columns;
    this.a = operands.length > 0 ? operands[0] : this;
    this.b = operands.length > 1 ? operands[1] : this;
    this.learns = learns;
  }

  /// The tensors an operation is made from, in the order of its record.
  static Tensor[] operands(Op op) {
    return switch (op) {
      case Op.Input _, Op.Given _, Op.Repeat _ -> new Tensor[] {};
      case Op.Affine(var x, _, _, _) -> new Tensor[] {x};
      case Op.LayerNorm(var x, _, _, _) -> new Tensor[] {x};
      case Op.Variance(var x, _) -> new Tensor[] {x};
      case Op.Add(var a, var b) -> new Tensor[] {a, b};
      case Op.Sub(var a, var b) -> new Tensor[] {a, b};
      case Op.Mul(var a, var b) -> new Tensor[] {a, b};
      case Op.Div(var a, var b) -> new Tensor[] {a, b};
      case Op.Min(var a, var b) -> new Tensor[] {a, b};
      case Op.Max(var a, var b) -> new Tensor[] {a, b};
      case Op.Concat(var a, var b) -> new Tensor[] {a, b};
      case Op.Pick(var a, var index) -> new Tensor[] {a, index};
      case Op.Scale(var a, _) -> new Tensor[] {a};
      case Op.Shift(var a, _) -> new Tensor[] {a};
      case Op.Exp(var a) -> new Tensor[] {a};
      case Op.Log(var a) -> new Tensor[] {a};
      case Op.Tanh(var a) -> new Tensor[] {a};
      case Op.Softplus(var a) -> new Tensor[] {a};
      case Op.Square(var a) -> new Tensor[] {a};
      case Op.Clamp(var a, _, _) -> new Tensor[] {a};
      case Op.Columns(var a, _, _) -> new Tensor[] {a};
      case Op.LogSoftmax(var a) -> new Tensor[] {a};
      case Op.SumColumns(var a) -> new Tensor[] {a};
    };
  }

  /// The sets whose parameters the operation itself reads.
  static List<Parameters> parameters(Op op) {
    return read(op).stream().map(Parameter::owner).toList();
  }

  /// The parameters that the operation itself reads.
  static List<Parameter> read(Op op) {
    return switch (op) {
      case Op.Affine(_, var weight, var bias, _) -> List.of(weight, bias);
      case Op.LayerNorm(_, var gain, var bias, _) -> List.of(gain, bias);
      case Op.Variance(_, var logStd) -> List.of(logStd);
      case Op.Repeat(var row) -> List.of(row);
      case Op.Input _,
          Op.Given _,
          Op.Add _,
          Op.Sub _,
          Op.Mul _,
          Op.Div _,
          Op.Min _,
          Op.Max _,
          Op.Concat _,
          Op.Columns _,
          Op.Scale _,
          Op.Shift _,
          Op.Exp _,
          Op.Log _,
          Op.Tanh _,
          Op.Softplus _,
          Op.Square _,
          Op.Clamp _,
          Op.LogSoftmax _,
          Op.Pick _,
          Op.SumColumns _ ->
          List.of();
    };
  }
}
