package uphill.figure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The head of a page that asks for nothing from elsewhere: its own policy forbids it to.
public final class PageHead {

  private PageHead() {}

  /// Begins a page: its root is open, its head is whole, and what follows is its body.
  ///
  /// @param style the text of its style sheet
  /// @param script the text of the only script that may run; empty if none may
  public static Markup of(String title, String style, String script) {
    String scripts = script.isEmpty() ? "" : " script-src '%s';".formatted(hash(script));
    Markup out = new Markup();
    out.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    out.empty("meta", "charset", "utf-8");
    out.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src '%s';%s img-src data:; base-uri 'none'; form-action 'none'"
            .formatted(hash(style), scripts));
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.empty("meta", "name", "color-scheme", "content", "light dark");
    out.empty("link", "rel", "icon", "href", "data:,");
    out.element("title", title);
    return out.raw("<style>" + style + "</style>\n").close();
  }

  /// As a content security policy names a script or a style.
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
