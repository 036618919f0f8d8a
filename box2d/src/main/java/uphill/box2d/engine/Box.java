package uphill.box2d.engine;

import java.util.List;

/// An upright box that something lies in; its sides in m.
record Box(float left, float bottom, float right, float top) {

  /// Around a shape.
  ///
  /// @param corners x₀, y₀, x₁, y₁, …
  static Box around(float[] corners) {
    float left = corners[0];
    float right = left;
    float bottom = corners[1];
    float top = bottom;
    for (int i = 2; i < corners.length; i += 2) {
      left = Math.min(left, corners[i]);
      right = Math.max(right, corners[i]);
      bottom = Math.min(bottom, corners[i + 1]);
      top = Math.max(top, corners[i + 1]);
    }
    return new Box(left, bottom, right, top);
  }

  /// Around a point.
  static Box around(float x, float y, float reach) {
    return new Box(x - reach, y - reach, x + reach, y + reach);
  }

  /// Whether it overlaps one of these.
  boolean meetsAny(List<Box> others) {
    for (Box other : others) {
      if (left < other.right && right > other.left && bottom < other.top && top > other.bottom) {
        return true;
      }
    }
    return false;
  }

  /// How far its farthest corner is from the origin, at most.
  float radius() {
    float x = Math.max(Math.abs(left), Math.abs(right));
    float y = Math.max(Math.abs(bottom), Math.abs(top));
    return x + y;
  }
}
