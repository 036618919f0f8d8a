package uphill.derive.step;

import java.util.List;

/// One step of the derivation. Math in its sentences stands between dollar signs, in the same
/// letters as in the text of formulas; code stands between backquotes.
///
/// @param number from 1
/// @param opening the question of this step; it has no symbol that is new
/// @param introduces the symbols that are new here
/// @param uses the symbols of earlier steps that its formulas have
/// @param formulas the derivation, line by line
/// @param prose what it means
/// @param checks what the numbers must obey
public record Step(
    int number,
    String title,
    List<String> opening,
    List<Symbol> introduces,
    List<String> uses,
    List<Formula> formulas,
    List<String> prose,
    List<Table> tables,
    List<Illustration> pictures,
    List<Check> checks) {

  /// Copies the lists.
  public Step {
    opening = List.copyOf(opening);
    introduces = List.copyOf(introduces);
    uses = List.copyOf(uses);
    formulas = List.copyOf(formulas);
    prose = List.copyOf(prose);
    tables = List.copyOf(tables);
    pictures = List.copyOf(pictures);
    checks = List.copyOf(checks);
  }

  /// Whether all of its checks hold.
  public boolean passed() {
    return checks.stream().allMatch(Check::passed);
  }
}
