package uphill.env;

/// Something that [Reset#options()] may choose for an environment.
///
/// @param name its key
/// @param standard its value where it is not given
/// @param meaning what it is, with its unit
public record ResetOption(String name, double standard, String meaning) {}
