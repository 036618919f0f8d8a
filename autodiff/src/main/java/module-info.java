/// Tensors that remember how they were made, and the programs they are traced into.
module uphill.autodiff {
  requires transitive uphill.kernel;
  requires static org.jspecify;

  exports uphill.autodiff;
}
