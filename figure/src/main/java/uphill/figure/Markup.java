package uphill.figure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// Writes HTML that is XML too: every element is closed, every text and attribute escaped.
public final class Markup {

  /// Elements around which a space would be seen.
  private static final Set<String> INLINE =
      Set.of("a", "code", "em", "span", "strong", "sub", "text", "tspan");

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /// Begins an element.
  ///
  /// @param attributes names and values in turns
  public Markup open(String name, String... attributes) {
    begin(name, attributes);
    out.append(INLINE.contains(name) ? ">" : ">\n");
    open.push(name);
    return this;
  }

  /// Ends the element that was begun last.
  public Markup close() {
    String name = open.pop();
    out.append("</").append(name).append(INLINE.contains(name) ? ">" : ">\n");
    return this;
  }

  /// An element with nothing but text in it.
  public Markup element(String name, String text, String... attributes) {
    begin(name, attributes);
    out.append('>').append(Xml.escaped(text)).append("</").append(name);
    out.append(INLINE.contains(name) ? ">" : ">\n");
    return this;
  }

  /// An element with nothing in it: of HTML's void ones, or of SVG.
  public Markup empty(String name, String... attributes) {
    begin(name, attributes);
    out.append("/>\n");
    return this;
  }

  /// A text.
  public Markup text(String text) {
    out.append(Xml.escaped(text));
    return this;
  }

  /// What is markup already.
  public Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  private void begin(String name, String... attributes) {
    out.append('<').append(name);
    for (int k = 0; k < attributes.length; k += 2) {
      out.append(' ').append(attributes[k]).append("=\"");
      out.append(Xml.escaped(attributes[k + 1])).append('"');
    }
  }

  /// Everything that was written.
  ///
  /// @throws IllegalStateException if an element is still open
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return out.toString();
  }
}
