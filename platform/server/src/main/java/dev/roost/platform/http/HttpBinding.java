package dev.roost.platform.http;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.platform.discovery.BindingLoops;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Binding;
import dev.roost.spi.Gateway;
import dev.roost.spi.Upgrade;
import io.vertx.core.Deployable;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The built-in HTTP transport. */
public final class HttpBinding implements Binding {
  private final HttpConfig config;
  private final Presentation presentation;
  private final AgentDirectory directory;
  private final BindingLoops loops;
  private final BooleanSupplier ready;
  private final List<HttpRoutes> routes;
  private final List<Upgrade> upgrades = new CopyOnWriteArrayList<>();
  private final ConnectionLimits limits;
  private final Doorkeeper doorkeeper;
  private final Optional<Certificates> certificates;
  private final BodyBudget bodyBudget;
  private volatile Optional<ProtectedResource> resource = Optional.empty();
  private final AtomicInteger actualPort = new AtomicInteger();

  /**
   * @param ready whether the node takes work; health pages show it
   * @param routes the pages of other rooms
   */
  public HttpBinding(
      HttpConfig config,
      Presentation presentation,
      AgentDirectory directory,
      BindingLoops loops,
      BooleanSupplier ready,
      List<HttpRoutes> routes) {
    this(
        config,
        presentation,
        directory,
        loops,
        ready,
        routes,
        ConnectionWatch.PhaseLimits.SHIPPED,
        BodyBudget.ofHeap(config.maxRequestBytes()));
  }

  HttpBinding(
      HttpConfig config,
      Presentation presentation,
      AgentDirectory directory,
      BindingLoops loops,
      BooleanSupplier ready,
      List<HttpRoutes> routes,
      ConnectionWatch.PhaseLimits phases,
      BodyBudget bodyBudget) {
    this.config = config;
    this.presentation = presentation;
    this.directory = directory;
    this.loops = loops;
    this.ready = ready;
    this.routes = List.copyOf(routes);
    this.bodyBudget = bodyBudget;
    this.limits = new ConnectionLimits(config.maxConnections(), config.maxConnectionsPerAddress());
    this.doorkeeper = new Doorkeeper(limits, new TrustedProxies(config.trustedProxies()), phases);
    this.certificates =
        config.tls().map(files -> new Certificates(files, Certificates.LOOK_MILLIS));
  }

  @Override
  public String name() {
    return MessageEndpoint.BINDING;
  }

  /** Takes nothing from {@code section}: this binding is built in and has its own, {@code http}. */
  @Override
  public Deployable verticle(Gateway gateway, JsonObject section) {
    return new HttpVerticle(this, gateway);
  }

  /** The port that is listened on, once a verticle is up; useful when {@code http.port} is 0. */
  public int actualPort() {
    return actualPort.get();
  }

  /** Where others find the manifest of an agent. */
  public String manifestUrl(AgentUrn agent) {
    return rootOf(agent) + WellKnownEndpoint.MANIFEST;
  }

  /** How others reach an agent: what stands before the protocol's paths. */
  public String rootOf(AgentUrn agent) {
    return presentation.publicUrl() + NamedAgents.pathOf(agent);
  }

  /** How many connections are open. */
  int openConnections() {
    return limits.total();
  }

  HttpConfig config() {
    return config;
  }

  BindingLoops loops() {
    return loops;
  }

  BodyBudget bodyBudget() {
    return bodyBudget;
  }

  Connections connections() {
    return new Connections(doorkeeper);
  }

  Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  /** The certificate to serve; without one the port speaks clear text. */
  Optional<Certificates> certificates() {
    return certificates;
  }

  WellKnownEndpoint wellKnown() {
    return new WellKnownEndpoint(directory, presentation, config, ready);
  }

  RegistryPage registryPage(Gateway gateway, Admission admission) {
    return new RegistryPage(directory, presentation, gateway, admission, resource.isPresent());
  }

  IdentityRoutes identityRoutes(Admission admission) {
    return new IdentityRoutes(
        new CapabilityEndpoint(directory, config.defaultAgent(), admission, presentation.durable()),
        new IdentityEndpoint(directory, config, admission));
  }

  /** Lets another transport take connections over; before a verticle is deployed. */
  public HttpBinding add(Upgrade upgrade) {
    upgrades.add(upgrade);
    return this;
  }

  /** Has callers asked for what {@code auth} says; before a verticle is deployed. */
  public HttpBinding protect(AuthConfig auth) {
    resource = ProtectedResource.of(auth, config.publicUrl());
    return this;
  }

  /** What is told to those who need a token of an identity provider. */
  Optional<ProtectedResource> resource() {
    return resource;
  }

  List<Upgrade> upgrades() {
    return upgrades;
  }

  List<HttpRoutes> routes() {
    return routes;
  }

  void listening(int port) {
    actualPort.set(port);
  }
}
