package io.linkfleet.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Owns the removal of what a stack kept. */
final class Forgetting {
  private Forgetting() {}

  /** Removes directories with all they hold; symbolic links are removed, not followed. */
  static void delete(Path... directories) throws IOException {
    for (Path directory : directories) {
      try {
        Files.walkFileTree(directory, new Remover());
      } catch (NoSuchFileException e) {
        continue; // gone is gone
      }
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
        throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
