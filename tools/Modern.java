import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Copies a jar and gives old classes, of Java 5 say, the class file version of Java 8, with the
/// stack maps that it asks for. A JVM does not archive older ones, and checks them slowly at every
/// start. The launcher does this to its own copy of picocli: `java tools/Modern.java FROM TO`.
final class Modern {

  private static final int FIRST_WITH_STACK_MAPS = 50;

  private Modern() {}

  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0]);
    try (JarFile jar = new JarFile(from.toFile());
        URLClassLoader loader = new URLClassLoader(new URL[] {from.toUri().toURL()});
        JarOutputStream to = new JarOutputStream(Files.newOutputStream(Path.of(args[1])))) {
      ClassFile classes =
          ClassFile.of(
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)));
      for (JarEntry entry : Collections.list(jar.entries())) {
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        to.putNextEntry(new JarEntry(entry.getName()));
        to.write(entry.getName().endsWith(".class") ? modern(bytes, classes) : bytes);
        to.closeEntry();
      }
    }
  }

  private static byte[] modern(byte[] bytes, ClassFile classes) {
    ClassModel model = classes.parse(bytes);
    if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
      return bytes;
    }
    return classes.transformClass(
        model,
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen(
                (builder, element) -> {
                  if (element instanceof ClassFileVersion) {
                    builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                  } else {
                    builder.with(element);
                  }
                }));
  }
}
