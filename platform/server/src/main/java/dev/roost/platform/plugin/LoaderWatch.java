package dev.roost.platform.plugin;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the class loaders that are closed but still held by somebody: leaked classes. */
final class LoaderWatch {
  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
  private final Set<Closed> closed = ConcurrentHashMap.newKeySet();

  void closed(ClassLoader loader) {
    closed.add(new Closed(loader, collected));
  }

  /** The names of those not collected yet. */
  List<String> leaked() {
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      closed.remove(gone);
    }
    return closed.stream().map(reference -> reference.name).sorted().toList();
  }

  private static final class Closed extends WeakReference<ClassLoader> {
    private final String name;

    private Closed(ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
      super(loader, queue);
      this.name = loader.getName();
    }
  }
}
