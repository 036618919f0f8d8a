package uphill.env;

/// A library of the machine's own that a world computes with: what a run's bytes depend on, beyond
/// its seed.
///
/// @param name `MuJoCo`, say
/// @param version as the library says it
/// @param sha256 of its file, in hexadecimal digits
public record NativePart(String name, String version, String sha256) {}
