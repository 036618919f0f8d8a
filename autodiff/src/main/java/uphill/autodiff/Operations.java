package uphill.autodiff;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/// Operations in words: what describes a network in files.
final class Operations {

  private Operations() {}

  static String name(Op op) {
    return switch (op) {
      case Op.Input _ -> "input";
      case Op.Given _ -> "given";
      case Op.Affine _ -> "affine";
      case Op.LayerNorm _ -> "layer_norm";
      case Op.Variance _ -> "variance";
      case Op.Repeat _ -> "repeat";
      case Op.Add _ -> "add";
      case Op.Sub _ -> "sub";
      case Op.Mul _ -> "mul";
      case Op.Div _ -> "div";
      case Op.Min _ -> "min";
      case Op.Max _ -> "max";
      case Op.Concat _ -> "concat";
      case Op.Columns _ -> "columns";
      case Op.Scale _ -> "scale";
      case Op.Shift _ -> "shift";
      case Op.Exp _ -> "exp";
      case Op.Log _ -> "log";
      case Op.Tanh _ -> "tanh";
      case Op.Softplus _ -> "softplus";
      case Op.Square _ -> "square";
      case Op.Clamp _ -> "clamp";
      case Op.LogSoftmax _ -> "log_softmax";
      case Op.Pick _ -> "pick";
      case Op.SumColumns _ -> "sum_columns";
    };
  }

  /// Names of parameters, and numbers, by the names of the record's components.
  static SequencedMap<String, Object> details(Op op) {
    SequencedMap<String, Object> details = new LinkedHashMap<>();
    switch (op) {
      case Op.Affine(_, var weight, var bias, var activation) -> {
        details.put("weight", weight.name());
        details.put("bias", bias.name());
        details.put("activation", activation.name().toLowerCase(Locale.ROOT));
      }
      case Op.LayerNorm(_, var gain, var bias, var activation) -> {
        details.put("gain", gain.name());
        details.put("bias", bias.name());
        details.put("activation", activation.name().toLowerCase(Locale.ROOT));
      }
      case Op.Variance(_, var logStd) -> details.put("log_std", logStd.name());
      case Op.Repeat(var row) -> details.put("row", row.name());
      case Op.Columns(_, var from, var to) -> {
        details.put("from", (long) from);
        details.put("to", (long) to);
      }
      case Op.Scale(_, var factor) -> details.put("factor", (double) factor);
      case Op.Shift(_, var offset) -> details.put("offset", (double) offset);
      case Op.Clamp(_, var low, var high) -> {
        details.put("low", (double) low);
        details.put("high", (double) high);
      }
      case Op.Input _,
          Op.Given _,
          Op.Add _,
          Op.Sub _,
          Op.Mul _,
          Op.Div _,
          Op.Min _,
          Op.Max _,
          Op.Concat _,
          Op.Exp _,
          Op.Log _,
          Op.Tanh _,
          Op.Softplus _,
          Op.Square _,
          Op.LogSoftmax _,
          Op.Pick _,
          Op.SumColumns _ -> {}
    }
    return details;
  }
}
