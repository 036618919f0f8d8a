package uphill.nn;

import uphill.autodiff.Parameters;

/// What parameters and their optimizer were before a step.
final class Undo {

  private final float[] parameters;
  private final float[] keptParameters;
  private final Optimizer optimizer;
  private final float[][] memory;
  private final float[][] keptMemory;
  private long keptSteps;
  private boolean kept;

  Undo(Parameters parameters, Optimizer optimizer) {
    this.parameters = parameters.values();
    this.optimizer = optimizer;
    keptParameters = new float[this.parameters.length];
    memory = optimizer.memory();
    keptMemory = new float[memory.length][this.parameters.length];
  }

  void remember() {
    System.arraycopy(parameters, 0, keptParameters, 0, parameters.length);
    for (int k = 0; k < memory.length; k++) {
      System.arraycopy(memory[k], 0, keptMemory[k], 0, parameters.length);
    }
    keptSteps = optimizer.steps();
    kept = true;
  }

  void goBack() {
    if (!kept) {
      throw new IllegalStateException("there is no step to take back");
    }
    System.arraycopy(keptParameters, 0, parameters, 0, parameters.length);
    for (int k = 0; k < memory.length; k++) {
      System.arraycopy(keptMemory[k], 0, memory[k], 0, parameters.length);
    }
    optimizer.restoreSteps(keptSteps);
    kept = false;
  }
}
