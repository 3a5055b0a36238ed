package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sessions in an encrypted file that only its owner can read (mode 0600) and that is replaced as a
 * whole. Processes may share it.
 */
public final class FileTokenStore implements TokenStore {
  /** How many sessions it takes. */
  static final int MAX_SESSIONS = 100;

  private static final int LEAST_PASSPHRASE = 16;
  private static final long LOCK_MILLIS = 20;

  private final Vertx vertx;
  private final PrivateFile file;
  private final Sealing sealing;
  private final Duration patience;
  private final Turns turns = new Turns();

  /**
   * @param file made when it is needed
   * @param passphrase of which the key is made; a long random text, 16 characters at least
   */
  public FileTokenStore(Vertx vertx, Path file, Secret passphrase) {
    this(vertx, file, passphrase, Sealing.ITERATIONS, Duration.ofSeconds(15));
  }

  FileTokenStore(Vertx vertx, Path file, Secret passphrase, int iterations, Duration patience) {
    if (passphrase.reveal().length() < LEAST_PASSPHRASE) {
      throw new IllegalArgumentException(
          "the passphrase of a token store has " + LEAST_PASSPHRASE + " characters at least");
    }
    this.vertx = vertx;
    this.file = new PrivateFile(file);
    this.sealing = new Sealing(passphrase, iterations);
    this.patience = patience;
  }

  @Override
  public Future<List<Session>> sessions() {
    return vertx.executeBlocking(this::read, false);
  }

  @Override
  public Future<List<Session>> change(Function<List<Session>, List<Session>> change) {
    return vertx.executeBlocking(() -> replace(change), false);
  }

  private synchronized List<Session> replace(Function<List<Session>, List<Session>> change) {
    List<Session> next = List.copyOf(change.apply(read()));
    if (next.size() > MAX_SESSIONS) {
      throw failed("it holds " + MAX_SESSIONS + " sessions and takes no more");
    }
    try {
      file.replace(sealing.seal(SessionJson.write(next)));
    } catch (IOException e) {
      throw failed("it cannot be written: " + reason(e));
    } catch (GeneralSecurityException e) {
      throw failed("it cannot be encrypted");
    }
    return next;
  }

  private synchronized List<Session> read() {
    try {
      Optional<byte[]> sealed = file.read();
      return sealed.isEmpty() ? List.of() : SessionJson.read(sealing.open(sealed.get()));
    } catch (IOException e) {
      throw failed("it cannot be read: " + reason(e));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failed(
          "it cannot be decrypted: it is of another passphrase, or damaged; give the right one, or"
              + " delete the file and log in again");
    }
  }

  private static String reason(IOException failure) {
    return failure instanceof FileSystemException system
        ? failure.getClass().getSimpleName() + ' ' + system.getReason()
        : String.valueOf(failure.getMessage());
  }

  private OAuthException failed(String why) {
    return OAuthException.of(OAuthProblem.STORE, "The token store " + file.path() + ": " + why);
  }

  @Override
  public <T> Future<T> alone(Supplier<Future<T>> work) {
    return turns.take(() -> aloneOfAllProcesses(work));
  }

  private <T> Future<T> aloneOfAllProcesses(Supplier<Future<T>> work) {
    return vertx
        .executeBlocking(this::openLockFile, false)
        .compose(
            channel ->
                locked(channel, System.nanoTime() + patience.toNanos())
                    .compose(lock -> work.get())
                    .onComplete(done -> close(channel)));
  }

  private FileChannel openLockFile() {
    try {
      return file.lockFile();
    } catch (IOException e) {
      throw failed("it cannot be locked: " + reason(e));
    }
  }

  private Future<FileLock> locked(FileChannel channel, long deadline) {
    return vertx
        .executeBlocking(() -> tryLock(channel), false)
        .compose(lock -> lock.isPresent() ? got(lock.get()) : again(channel, deadline));
  }

  private static Future<FileLock> got(FileLock lock) {
    return Future.succeededFuture(lock);
  }

  private Optional<FileLock> tryLock(FileChannel channel) {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("it cannot be locked: " + reason(e));
    }
  }

  private Future<FileLock> again(FileChannel channel, long deadline) {
    return System.nanoTime() > deadline
        ? Future.failedFuture(
            failed("another process has held it for " + patience.toSeconds() + " seconds"))
        : vertx
            .timer(LOCK_MILLIS, TimeUnit.MILLISECONDS)
            .compose(passed -> locked(channel, deadline));
  }

  /** Its end is the lock's. */
  private void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed("its lock cannot be let go: " + reason(e));
    }
  }
}
