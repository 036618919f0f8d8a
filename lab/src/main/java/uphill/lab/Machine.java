package uphill.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import uphill.kernel.Kernels;

/// Where a run takes place: what its speed depends on, and what a reader needs to repeat it.
public final class Machine {

  private Machine() {}

  /// This process's, as JSON.
  public static Map<String, Object> describe(Kernels kernels, int threads) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uphill", Version.CURRENT);
    json.put("java", System.getProperty("java.vm.version", "unknown"));
    json.put("jvm", System.getProperty("java.vm.name", "unknown"));
    json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    json.put("architecture", System.getProperty("os.arch", "unknown"));
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("kernels", kernels.description());
    json.put("threads", threads);
    return json;
  }
}
