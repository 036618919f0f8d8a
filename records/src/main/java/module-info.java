/// What lands on disk and comes from there: bounded, growing and whole files, JSON, safetensors,
/// checksums.
module uphill.records {
  requires transitive uphill.kernel;
  requires tools.jackson.core;
  requires jdk.management;
  requires static org.jspecify;

  exports uphill.records;
}
