/**
 * The standards of sign-in and tokens as pure functions: values in, a value or an error out.
 *
 * Nothing here reads a clock, a database, the network, the environment or a source of randomness; the
 * time is an argument. Each rule cites the section it comes from beside the check.
 */
export type { Seconds } from './time.ts'
export { Problem, problemDocument, problems } from './problem.ts'
export type { ProblemCode, ProblemDocument, ProblemField, ProblemOptions, Reason } from './problem.ts'
export { allows } from './permission.ts'
export { constantTimeEqual, decodeBase64url } from './encoding.ts'

export {
  apiKeyEnvironments,
  apiKeyPattern,
  apiKeyPrefix,
  looksLikeApiKey,
  parseApiKey,
  writeApiKey,
} from './api-key/api-key.ts'
export type { ApiKeyEnvironment, ParsedApiKey } from './api-key/api-key.ts'
export { presentedApiKey } from './api-key/presented.ts'
export type { PresentedApiKey } from './api-key/presented.ts'

export { BoundTokenError, OAuthError, oauthErrors } from './oauth/errors.ts'
export type { OAuthErrorCode } from './oauth/errors.ts'
export { parameter, requiredParameter } from './oauth/parameters/parameters.ts'
export { grantScope, parseScope } from './oauth/parameters/scope.ts'
export { narrowResource, parseResource } from './oauth/parameters/resource.ts'
export { checkCodeChallenge, checkPkce } from './oauth/parameters/pkce.ts'
export {
  checkRedirectUriRegistration,
  findRedirectUri,
  isLocalRedirectUri,
} from './oauth/parameters/redirect-uri.ts'
export type { ApplicationType } from './oauth/parameters/redirect-uri.ts'
export { parseClientAuthentication } from './oauth/client-auth/client-authentication.ts'
export type { ClientAuthentication } from './oauth/client-auth/client-authentication.ts'
export { clientName, isDocumentId } from './oauth/client-auth/client-name.ts'
export { checkClientAssertion } from './oauth/client-auth/client-assertion.ts'
export type { AssertionExpectation, CheckedAssertion } from './oauth/client-auth/client-assertion.ts'
export {
  certificateHasKeyOf,
  certificateHasName,
  certificateNames,
  certificateThumbprint,
  isIssuedByOneOf,
  parseCertificateHeader,
} from './oauth/client-auth/certificate.ts'
export type { CertificateName } from './oauth/client-auth/certificate.ts'
export { bearerChallenge, parseBearer } from './oauth/bearer.ts'
export type { BearerChallenge, BearerCredentials } from './oauth/bearer.ts'
export { authorizationServerMetadata } from './oauth/metadata.ts'
export type { AuthorizationServerMetadata, MetadataOptions } from './oauth/metadata.ts'

export { parseAuthorizeRequest } from './oauth/authorize/authorize-request.ts'
export type { AuthorizeRequest, ClientRules } from './oauth/authorize/authorize-request.ts'
export { stateOf } from './oauth/authorize/state.ts'
export type { Prompt } from './oauth/authorize/prompt.ts'
export { authorizationRedirect, fragmentRedirect } from './oauth/response/authorization-redirect.ts'
export type { ResponseParameters } from './oauth/response/authorization-redirect.ts'
export { responseClaims } from './oauth/response/response-jwt.ts'
export { responseModeOf, responseModes } from './oauth/response/response-mode.ts'
export type { ResponseMode } from './oauth/response/response-mode.ts'
export { isUnsigned, readRequestObject } from './oauth/request-object/request-object.ts'
export type { RequestObjectExpectation } from './oauth/request-object/request-object.ts'
export { checkDpopProof, dpopAlgorithms } from './oauth/dpop/proof.ts'
export type { CheckedProof, ProofExpectation } from './oauth/dpop/proof.ts'
export { challengeInScheme, dpopChallenge, parseTokenCredentials } from './oauth/dpop/credentials.ts'
export type { TokenCredentials } from './oauth/dpop/credentials.ts'
export { handleOfRequestUri, pushedParameters, requestUriOf } from './oauth/par/request-uri.ts'
export { acrDemand, type AcrDemand, type AcrWishes } from './oauth/authorize/acr-demand.ts'
export { decideAuthorization, scopesToConsent } from './oauth/authorize/authorize-decision.ts'
export type { AuthorizationDecision, AuthorizationState } from './oauth/authorize/authorize-decision.ts'

export { decideDeviceCode, deviceCodeGrant } from './oauth/device/device-code.ts'
export { readUserCode, showUserCode, userCodeAlphabet, userCodeLength } from './oauth/device/user-code.ts'
export {
  assertionIssuer,
  checkGrantAssertion,
  jwtBearerGrant,
} from './oauth/assertion-grant/assertion-grant.ts'
export type {
  CheckedGrantAssertion,
  GrantAssertionExpectation,
} from './oauth/assertion-grant/assertion-grant.ts'
export { decideBackchannel } from './oauth/ciba/backchannel-answer.ts'
export type { PendingState } from './oauth/pending-answer.ts'
export { cibaGrant, parseBackchannelRequest } from './oauth/ciba/backchannel-request.ts'
export { readSignedBackchannelRequest } from './oauth/ciba/signed-request.ts'
export type { SignedBackchannelRequest } from './oauth/ciba/signed-request.ts'
export type { BackchannelRequest, BackchannelRules } from './oauth/ciba/backchannel-request.ts'
export {
  introspectionType,
  signIntrospection,
  wantsSigned,
} from './oauth/introspection/signed-introspection.ts'
export { actBy, actIn, mayAct } from './oauth/token-exchange/actors.ts'
export type { ActClaim } from './oauth/token-exchange/actors.ts'
export { deathNames, deathsOf, diesWith } from './oauth/token-exchange/dies-with.ts'
export type { Mortality } from './oauth/token-exchange/dies-with.ts'
export { accessTokenType, tokenExchangeGrant } from './oauth/token-exchange/exchange-request.ts'
export type { PresentedToken, TokenExchangeRequest } from './oauth/token-exchange/exchange-request.ts'
export { parseTokenRequest } from './oauth/token/token-request.ts'
export type { TokenRequest } from './oauth/token/token-request.ts'
export { decideAuthorizationCode } from './oauth/token/authorization-code.ts'
export type { AuthorizationCode, CodeDecision } from './oauth/token/authorization-code.ts'
export { decideRefresh } from './oauth/token/refresh-token.ts'
export type { RefreshDecision, RefreshTokenState } from './oauth/token/refresh-token.ts'

export { claimsWithin, type ClaimsRequest } from './openid/claims-request.ts'
export {
  narrowAuthorizationDetails,
  parseAuthorizationDetails,
} from './oauth/details/authorization-details.ts'
export type { AuthorizationDetail, DetailType } from './oauth/details/authorization-details.ts'
export { claimsForScope, namedClaims, standardClaims } from './openid/standard-claims.ts'
export type { Address, ClaimsUser, UserClaims } from './openid/standard-claims.ts'
export { checkIdToken } from './openid/id-token.ts'
export type { CheckedIdToken, IdTokenExpectation, IdTokenRefusal } from './openid/id-token.ts'
export { isPairwise, pairwise, type Pairwise } from './openid/pairwise.ts'
export { decideLogoutRedirect, parseLogoutRequest } from './openid/logout-request.ts'
export type { LogoutClient, LogoutRequest } from './openid/logout-request.ts'
export {
  checkLogoutToken,
  frontChannelLogoutUri,
  logoutTokenClaims,
  logoutTokenType,
} from './openid/logout-token.ts'

export { isSigningAlgorithm, knownName, signingAlgorithms } from './jwt/signature/algorithms.ts'
export type { SigningAlgorithm } from './jwt/signature/algorithms.ts'
export { jwkThumbprint, publicJwk } from './jwt/keys/keys.ts'
export type { Jwk, SigningKey, VerificationKey } from './jwt/keys/keys.ts'
export { repeatsMember } from './jwt/json-object.ts'
export { importJwk, importJwks, importJwksOfAnyAlgorithm } from './jwt/keys/import-jwk.ts'
export { keyIdOf } from './jwt/keys/key-id.ts'
export { signJwt, signPayload } from './jwt/sign.ts'
export { verifyJwt } from './jwt/verify.ts'
export type { JwtExpectation, JwtRefusal, JwtVerification } from './jwt/verify.ts'
export { atHash } from './jwt/claims.ts'
export type { AccessTokenClaims, IdTokenClaims, JwtClaims, JwtHeader } from './jwt/claims.ts'

export { canonicalQuery } from './http-signatures/canonical-query.ts'
export { contentDigest, isContentDigest } from './http-signatures/content-digest.ts'
export type { SignedRequest } from './http-signatures/components.ts'
export { signatureBase } from './http-signatures/signature-base.ts'
export { serializeMember } from './http-signatures/structured-fields.ts'
export type { BareItem, InnerList, Item } from './http-signatures/structured-fields.ts'
export { parseSignatures, signatureAlgorithms, verifySignature } from './http-signatures/verify-signature.ts'
export type {
  HttpSignatureAlgorithm,
  PresentedSignature,
  SignatureKey,
} from './http-signatures/verify-signature.ts'
export { hmacAlgorithms, hmacSignature, isHmacSignature } from './http-signatures/warder-hmac.ts'
export type { HmacRequest, WarderHmacAlgorithm } from './http-signatures/warder-hmac.ts'
export { checkWebhook, webhookKey, webhookSignature } from './webhooks/standard-webhook.ts'
export type { CheckedWebhook, ReceivedWebhook } from './webhooks/standard-webhook.ts'

export { stepsOf } from './scim/bulk/order.ts'
export { referencesOf, withIds } from './scim/bulk/references.ts'
export {
  bulkTargetOf,
  countOperations,
  mostBulkBytes,
  mostOperations,
  parseBulk,
} from './scim/bulk/request.ts'
export type { BulkOperation, BulkTarget } from './scim/bulk/request.ts'
export {
  bulkResponse,
  cursorResponse,
  listResponse,
  parsePart,
  resourceTypeDocuments,
  schemaDocuments,
  serviceProviderConfig,
} from './scim/documents.ts'
export type { Part } from './scim/documents.ts'
export { ScimError, scimErrorDocument } from './scim/error.ts'
export type { ScimType } from './scim/error.ts'
export { matches, mentions, mustEqual } from './scim/filter/matches.ts'
export { parseFilter } from './scim/filter/parse-filter.ts'
export type { Filter } from './scim/filter/parse-filter.ts'
export { applyPatch } from './scim/patch/apply-patch.ts'
export { parseOperations } from './scim/patch/operations.ts'
export type { Operation } from './scim/patch/operations.ts'
export type { Resource, ResourceType } from './scim/schema/attribute.ts'
export { isObject, resolveIn, valuesOf } from './scim/schema/attribute-path.ts'
export type { AttributePath } from './scim/schema/attribute-path.ts'
export { isAsked, project } from './scim/schema/project.ts'
export type { Asked } from './scim/schema/project.ts'
export { mostMembers, readResource, requireComplete } from './scim/schema/read-resource.ts'
export { groupType, userType } from './scim/schema/resource-types.ts'
