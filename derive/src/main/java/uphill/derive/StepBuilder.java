package uphill.derive;

import java.util.ArrayList;
import java.util.List;

/// Collects what a step is made of, in any order.
final class StepBuilder {

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

  StepBuilder(int number, String title) {
    this.number = number;
    this.title = title;
  }

  StepBuilder opening(String paragraph) {
    opening.add(joined(paragraph));
    return this;
  }

  StepBuilder introduces(String text, String words) {
    introduces.add(new Symbol(text, words));
    return this;
  }

  /// @param symbols separated by spaces
  StepBuilder uses(String symbols) {
    uses.addAll(List.of(symbols.split(" ")));
    return this;
  }

  StepBuilder formula(String latex, String text, String because) {
    formulas.add(new Formula(latex, text, because));
    return this;
  }

  StepBuilder prose(String paragraph) {
    prose.add(joined(paragraph));
    return this;
  }

  StepBuilder table(String caption, List<String> header, List<List<String>> rows) {
    tables.add(new Table(caption, header, rows));
    return this;
  }

  StepBuilder picture(Illustration picture) {
    pictures.add(picture);
    return this;
  }

  StepBuilder check(Check check) {
    checks.add(check);
    return this;
  }

  Step build() {
    return new Step(
        number, title, opening, introduces, uses, formulas, prose, tables, pictures, checks);
  }

  private static String joined(String lines) {
    return lines.strip().replaceAll("\\s*\\n\\s*", " ");
  }
}
