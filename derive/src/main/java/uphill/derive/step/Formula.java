package uphill.derive.step;

/// One formula, in the two forms that are shown, and why it holds.
///
/// @param latex as the page sets it
/// @param text as the terminal prints it
/// @param because the reason, a sentence; math in it stands between dollar signs
public record Formula(String latex, String text, String because) {}
