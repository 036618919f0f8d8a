package uphill.derive.step;

import java.util.ArrayList;
import java.util.List;

/// Collects what a step is made of, in any order.
public final class StepBuilder {

  private final int number;
  private final String title;
  private final List<String> opening = new ArrayList<>();
  private final List<Symbol> introduces = new ArrayList<>();
  private final List<String> uses = new ArrayList<>();
  private final List<Formula> formulas = new ArrayList<>();
  private final List<String> prose = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<Illustration> pictures = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  public StepBuilder(int number, String title) {
    this.number = number;
    this.title = title;
  }

  public StepBuilder opening(String paragraph) {
    opening.add(joined(paragraph));
    return this;
  }

  public StepBuilder introduces(String text, String words) {
    introduces.add(new Symbol(text, words));
    return this;
  }

  /// Symbols of earlier steps that its formulas have.
  ///
  /// @param symbols separated by spaces
  public StepBuilder uses(String symbols) {
    uses.addAll(List.of(symbols.split(" ")));
    return this;
  }

  public StepBuilder formula(String latex, String text, String because) {
    formulas.add(new Formula(latex, text, because));
    return this;
  }

  public StepBuilder prose(String paragraph) {
    prose.add(joined(paragraph));
    return this;
  }

  public StepBuilder table(String caption, List<String> header, List<List<String>> rows) {
    tables.add(new Table(caption, header, rows));
    return this;
  }

  public StepBuilder picture(Illustration picture) {
    pictures.add(picture);
    return this;
  }

  public StepBuilder check(Check check) {
    checks.add(check);
    return this;
  }

  public Step build() {
    return new Step(
        number, title, opening, introduces, uses, formulas, prose, tables, pictures, checks);
  }

  private static String joined(String lines) {
    return lines.strip().replaceAll("\\s*\\n\\s*", " ");
  }
}
