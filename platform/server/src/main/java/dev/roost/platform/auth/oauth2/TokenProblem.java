package dev.roost.platform.auth.oauth2;

/** Why a token is refused, in words that repeat nothing of it. */
public enum TokenProblem {
  /** It is longer than any that is read. */
  TOO_LONG("the token is too long"),
  /** It is not three parts of which two are JSON objects, or a member is there twice. */
  MALFORMED("the token is malformed"),
  /** It has no type, or one that is not of access tokens. */
  TYPE("the token is not of a type that is accepted here"),
  /** Its algorithm is not one that its issuer may use, or not that of its key. */
  ALGORITHM("the token is not signed as it must be"),
  /** It asks for an extension that is not known. */
  CRITICAL("the token asks for an extension that is not known here"),
  /** Its issuer is not one of the configuration. */
  ISSUER("the token is of an issuer that is not accepted here"),
  /** Its issuer has no such key. */
  KEY("the key of the token is not known"),
  /** The signature is not that of the key. */
  SIGNATURE("the signature of the token is wrong"),
  /** It is meant for somebody else, or does not say for whom. */
  AUDIENCE("the token is not meant for this server"),
  /** It does not say until when it is good, or since when, in the form of a number. */
  TIMES("the token must say when it was issued and when it expires"),
  /** It was good. */
  EXPIRED("the token has expired"),
  /** It will be good. */
  NOT_YET("the token is not good yet"),
  /** It is good for longer than a token may be. */
  LIFETIME("the token is good for longer than 24 hours"),
  /** It does not say who was given it. */
  SUBJECT("the token has no subject"),
  /** It does not say which client asked for it. */
  CLIENT("the token does not name its client"),
  /** Its scopes are not a text of names with spaces between. */
  SCOPE("the scopes of the token are not in the form that is accepted here"),
  /** It is for a client to know its user by, or tells of an event. */
  NOT_FOR_ACCESS("the token is no access token"),
  /** It is bound to a key or certificate, of which a bearer proves nothing. */
  BOUND("the token is bound to a key, and must not be sent as a bearer token"),
  /** Its provider says that it is not good, or not any more. */
  INACTIVE("the token is not active");

  private final String description;

  TokenProblem(String description) {
    this.description = description;
  }

  /** For the client's people. */
  public String description() {
    return description;
  }
}
