package uphill.derive.step;

/// A symbol and what it means.
///
/// @param text as formulas of the terminal have it
/// @param words what it stands for; math in them stands between dollar signs
public record Symbol(String text, String words) {}
