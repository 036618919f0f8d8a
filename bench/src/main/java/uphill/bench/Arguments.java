package uphill.bench;

/// What a report is called with: `[--json] [--seconds S] [--steps N] [--only TEXT]`.
record Arguments(boolean json, double seconds, long steps, String only) {

  /// Reads them; anything else is an error that says what there is.
  static Arguments of(String[] args, double seconds) {
    return of(args, seconds, 0);
  }

  /// The same, of a report that takes so many steps.
  static Arguments of(String[] args, double seconds, long steps) {
    boolean json = false;
    String only = "";
    for (int i = 0; i < args.length; i++) {
      boolean value = i + 1 < args.length;
      if (args[i].equals("--json")) {
        json = true;
      } else if (args[i].equals("--seconds") && value) {
        seconds = Double.parseDouble(args[++i]);
      } else if (args[i].equals("--steps") && value) {
        steps = Long.parseLong(args[++i]);
      } else if (args[i].equals("--only") && value) {
        only = args[++i];
      } else {
        System.err.printf(
            "unknown argument %s: give [--json] [--seconds S] [--steps N] [--only TEXT]%n",
            args[i]);
        System.exit(2);
      }
    }
    return new Arguments(json, seconds, steps, only);
  }
}
