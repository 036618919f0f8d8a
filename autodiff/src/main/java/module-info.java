module uphill.autodiff {
  requires transitive uphill.kernel;
  requires static org.jspecify;
}
