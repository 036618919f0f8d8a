package uphill.box2d.engine;

/// What a fixture is.
///
/// @param rank how many were made before it, in its scene
/// @param ground whether it stands still
record Surface(int rank, boolean ground) {}
