package uphill.picture;

import java.awt.AWTError;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationTargetException;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import uphill.env.scene.Scene;

/// A window on the display, as large as the pictures.
public final class Window implements Screen, AutoCloseable {

  private final JFrame frame;
  private final Sheet sheet = new Sheet();
  private volatile boolean closed;

  /// What the window holds.
  private static final class Sheet extends JPanel {
    private static final long serialVersionUID = 1;
    private transient volatile BufferedImage image = new BufferedImage(1, 1, 1);

    @Override
    protected void paintComponent(Graphics graphics) {
      super.paintComponent(graphics);
      graphics.drawImage(image, 0, 0, getWidth(), getHeight(), null);
    }
  }

  private Window(String title, Scene first) {
    sheet.setPreferredSize(new Dimension(first.width(), first.height()));
    frame = new JFrame(title);
    frame.add(sheet);
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            closed = true;
          }
        });
    frame.pack();
    frame.setVisible(true);
  }

  /// Opens one.
  ///
  /// @param first what its size is that of
  /// @throws IllegalArgumentException if there is no display
  public static Window open(String title, Scene first) {
    Window[] opened = new Window[1];
    try {
      requireDisplay();
      SwingUtilities.invokeAndWait(() -> opened[0] = new Window(title, first));
      return opened[0];
    } catch (HeadlessException | AWTError | NoClassDefFoundError | InvocationTargetException e) {
      throw noDisplay(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noDisplay(e);
    }
  }

  /// Refuses to begin where there is none.
  ///
  /// @throws IllegalArgumentException if there is no display
  public static void requireDisplay() {
    if (GraphicsEnvironment.isHeadless()) {
      throw noDisplay(new HeadlessException());
    }
  }

  private static IllegalArgumentException noDisplay(Throwable why) {
    return new IllegalArgumentException(
        "--window needs a display, and there is none here that Java can use. Leave it out, or write"
            + " a file with --out FILE.gif.",
        why);
  }

  @Override
  public void show(Scene scene) {
    sheet.image = Painter.paint(scene);
    sheet.repaint();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    SwingUtilities.invokeLater(frame::dispose);
  }
}
