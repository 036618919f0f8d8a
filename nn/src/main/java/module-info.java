module uphill.nn {
  requires transitive uphill.autodiff;
  requires static org.jspecify;
}
