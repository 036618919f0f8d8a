package uphill.derive.step;

/// A picture of a step.
///
/// @param file its name among the images of the docs
/// @param description what it shows, for those who do not see it
/// @param svg the picture itself
public record Illustration(String file, String description, String svg) {}
