package uphill.lab.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import uphill.kernel.Shown;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.setting.Settings;

/// Algorithms of one's own: classes on the class path of the thread that asks.
///
/// Such a class is a record that implements [AgentConfig] and has, besides its own, a public
/// constructor without parameters, which gives the settings to begin with; or an [Agent] in which
/// that record is nested.
final class OwnAlgorithm {

  private static final long STEPS = 200_000;

  private OwnAlgorithm() {}

  /// Those that say so themselves.
  static List<Algorithm> provided() {
    List<Algorithm> all = new ArrayList<>();
    try {
      for (AgentConfig config : ServiceLoader.load(AgentConfig.class, loader())) {
        all.add(of(name(config.getClass()), config));
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          "META-INF/services/%s: %s".formatted(AgentConfig.class.getName(), Shown.sentence(e)), e);
    }
    return all;
  }

  /// The one of this class; nothing if there is no such class.
  ///
  /// @throws IllegalArgumentException if the class is no algorithm; the message says what it lacks
  static Optional<Algorithm> named(String name) {
    Class<?> type;
    try {
      type = Class.forName(name, /* initialize= */ false, loader());
    } catch (ClassNotFoundException | LinkageError _) {
      return Optional.empty();
    }
    return Optional.of(of(name, create(name, config(name, type))));
  }

  private static ClassLoader loader() {
    ClassLoader own = Thread.currentThread().getContextClassLoader();
    return own == null ? OwnAlgorithm.class.getClassLoader() : own;
  }

  /// An algorithm goes by the class of its agent, where its config is nested in one.
  private static String name(Class<?> config) {
    Class<?> around = config.getEnclosingClass();
    return around != null && Agent.class.isAssignableFrom(around)
        ? around.getName()
        : config.getName();
  }

  private static Class<?> config(String name, Class<?> type) {
    if (AgentConfig.class.isAssignableFrom(type)) {
      return type;
    }
    return Arrays.stream(type.getDeclaredClasses())
        .filter(AgentConfig.class::isAssignableFrom)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is no algorithm: it neither implements %s, nor does a record nested in it"
                        .formatted(name, AgentConfig.class.getName())));
  }

  private static AgentConfig create(String name, Class<?> config) {
    if (!config.isRecord() || !Modifier.isPublic(config.getModifiers())) {
      throw new IllegalArgumentException(
          "%s must be a public record: its components are the settings of %s"
              .formatted(config.getName(), name));
    }
    try {
      return (AgentConfig) config.getConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "%s needs a public constructor without parameters, which gives the settings to begin with"
              .formatted(config.getName()),
          e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "%s cannot be made: %s"
              .formatted(config.getName(), Shown.sentence(e.getTargetException())),
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "%s cannot be made: is its package visible, and its constructor public?"
              .formatted(config.getName()),
          e);
    }
  }

  private static Algorithm of(String name, AgentConfig config) {
    Settings.entries(config.getClass()); // what is wrong with them is said now
    return new Algorithm(
        name,
        "an algorithm of one's own",
        config.getClass().getName(),
        Map.of("default", new Algorithm.Preset("as its class has it", config, STEPS)));
  }
}
