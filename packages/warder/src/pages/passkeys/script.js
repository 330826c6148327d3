// Made by npm run pages, of packages/browser/hosted/page.ts.
// src/answers.ts
var failed = (code, problem) => ({
  ok: !1,
  code,
  ...problem && { problem }
});

// src/json.ts
function creationOptions(json) {
  return "parseCreationOptionsFromJSON" in PublicKeyCredential ? PublicKeyCredential.parseCreationOptionsFromJSON(json) : {
    ...json,
    challenge: bytes(json.challenge),
    user: { ...json.user, id: bytes(json.user.id) },
    excludeCredentials: descriptors(json.excludeCredentials),
    extensions: extensions(json.extensions)
  };
}
function requestOptions(json) {
  return "parseRequestOptionsFromJSON" in PublicKeyCredential ? PublicKeyCredential.parseRequestOptionsFromJSON(json) : {
    ...json,
    challenge: bytes(json.challenge),
    allowCredentials: descriptors(json.allowCredentials),
    extensions: extensions(json.extensions)
  };
}
var parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
function credentialJson(credential) {
  if ("toJSON" in credential) return credential.toJSON();
  let { id, type, authenticatorAttachment, response } = credential, given = response, written = {};
  for (let name of parts) given[name] && (written[name] = base64url(given[name]));
  return given.getTransports && (written.transports = given.getTransports()), {
    id,
    rawId: id,
    type,
    authenticatorAttachment,
    response: written,
    clientExtensionResults: credential.getClientExtensionResults()
  };
}
var extensions = (asked2) => asked2, descriptors = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));
function bytes(text) {
  return Uint8Array.from(
    atob(text.replaceAll("-", "+").replaceAll("_", "/")),
    (letter) => letter.charCodeAt(0)
  );
}
function base64url(buffer) {
  let text = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// src/ceremony.ts
function create(json, signal2) {
  return inTurn(
    (stop) => navigator.credentials.create({ publicKey: creationOptions(json), signal: stop }),
    linked(signal2)
  );
}
function get(json, signal2) {
  return inTurn(
    (stop) => navigator.credentials.get({ publicKey: requestOptions(json), signal: stop }),
    linked(signal2)
  );
}
function suggest(json, stop) {
  return inTurn(
    (signal2) => navigator.credentials.get({ publicKey: requestOptions(json), mediation: "conditional", signal: signal2 }),
    stop
  );
}
function linked(signal2) {
  let stop = new AbortController();
  return signal2?.addEventListener("abort", () => stop.abort(), { once: !0 }), signal2?.aborted && stop.abort(), stop;
}
var last;
function inTurn(ask, stop) {
  let before = last;
  before?.stop.abort();
  let over = (async () => (await before?.over, stop.signal.aborted ? failed("cancelled") : run(() => ask(stop.signal))))();
  return last = { stop, over }, over;
}
async function run(ask) {
  if (!supported()) return failed("not_supported");
  try {
    let credential = await ask();
    return credential ? { ok: !0, credential: credentialJson(credential) } : failed("cancelled");
  } catch (error) {
    return failed(codeOf(error));
  }
}
function codeOf(error) {
  let name = error instanceof Error ? error.name : "";
  return name === "InvalidStateError" ? "already_added" : name === "NotAllowedError" || name === "AbortError" ? "cancelled" : "not_supported";
}
var supported = () => typeof PublicKeyCredential == "function" && "credentials" in navigator;

// src/add.ts
var queryOf = ({ setUp }) => setUp ? "?set_up=1" : "";
async function make(server2, adding) {
  let { name, kind = "passkey", signal: signal2 } = adding, asked2 = await server2.change("POST", `/auth/passkey/register-options${queryOf(adding)}`, {
    ...name !== void 0 && { name },
    kind
  });
  if (!asked2.ok) return asked2;
  let made = await create(asked2.publicKey, signal2);
  return made.ok ? { ...made, challenge_id: asked2.challenge_id } : made;
}

// src/can.ts
async function asked(ask) {
  try {
    return supported() && await ask();
  } catch {
    return !1;
  }
}
var can = {
  /** Whether passkeys can be used at all: of this device, of a telephone beside it, or of a security key. */
  passkeys: async () => supported(),
  /** Whether a form field can suggest them. The field needs `autocomplete="username webauthn"`. */
  autofill: () => asked(() => PublicKeyCredential.isConditionalMediationAvailable()),
  /** Whether this very device can keep one, behind a fingerprint, a face or a PIN. */
  onThisDevice: () => asked(() => PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())
};

// src/server.ts
function serverAt({ issuer = "", fetch: given }) {
  let base = issuer.replace(/\/$/, "");
  async function send2(method, path, body, headers = {}) {
    try {
      let answer = await (given ?? fetch)(base + path, {
        method,
        credentials: base === "" ? "same-origin" : "include",
        headers: {
          accept: "application/json",
          ...body && { "content-type": "application/json" },
          ...headers
        },
        ...body && { body: JSON.stringify(body) }
      }), said = answer.status === 204 ? {} : await answer.json();
      return answer.ok ? { ...said, ok: !0 } : "code" in said ? failed("refused", said) : failed("unreachable");
    } catch {
      return failed("unreachable");
    }
  }
  return {
    call: send2,
    change: async (method, path, body) => {
      let token = await send2("GET", "/auth/csrf");
      return token.ok ? send2(method, path, body, { "x-csrf-token": token.csrf_token }) : token;
    }
  };
}

// src/sign-in.ts
var fresh = 240 * 1e3, begin = (server2) => server2.call("POST", "/auth/passkey/auth-options", {});
async function choose(server2, signal2) {
  let asked2 = await begin(server2);
  if (!asked2.ok) return asked2;
  let made = await get(asked2.publicKey, signal2);
  return made.ok ? { ...made, challenge_id: asked2.challenge_id } : made;
}
async function chooseInField(server2, signal2) {
  for (; ; ) {
    let asked2 = await begin(server2);
    if (!asked2.ok) return asked2;
    let stop = linked(signal2), stale = !1, timer = setTimeout(() => {
      stale = !0, stop.abort();
    }, fresh), made = await suggest(asked2.publicKey, stop);
    if (clearTimeout(timer), made.ok) return { ...made, challenge_id: asked2.challenge_id };
    if (!stale || signal2?.aborted) return made;
    await untilSeen();
  }
}
function untilSeen() {
  return document.hidden ? new Promise((seen) => document.addEventListener("visibilitychange", () => seen(), { once: !0 })) : Promise.resolve();
}

// src/signals.ts
async function signal(name, options) {
  let known = globalThis.PublicKeyCredential, tell = known?.[name];
  try {
    return await tell?.call(known, options), tell !== void 0;
  } catch {
    return !1;
  }
}
var signals = {
  /** The server does not know this passkey: it need not be offered again. */
  unknownCredential: ({ rp_id, credential_id }) => signal("signalUnknownCredential", { rpId: rp_id, credentialId: credential_id }),
  /** These are all passkeys of the person; others of theirs need not be offered again. */
  allAcceptedCredentials: ({ rp_id, user_id, accepted_credential_ids }) => signal("signalAllAcceptedCredentials", {
    rpId: rp_id,
    userId: user_id,
    allAcceptedCredentialIds: accepted_credential_ids
  }),
  /** What the person is called now. */
  currentUserDetails: (of) => signal("signalCurrentUserDetails", {
    rpId: of.rp_id,
    userId: of.user_id,
    name: of.name,
    displayName: of.display_name
  })
};

// hosted/page.ts
var server = serverAt({});
function send(form, { challenge_id, credential }) {
  let fill = (name, value) => {
    let field = form.elements.namedItem(name);
    field instanceof HTMLInputElement && (field.value = value);
  };
  fill("credential", JSON.stringify(credential)), challenge_id !== void 0 && fill("challenge_id", challenge_id), form.submit();
}
function say(form, { code, problem }) {
  let status = form.querySelector("[role=status]");
  status && (status.textContent = status.dataset[code] ?? (code === "refused" ? problem?.detail ?? "" : ""));
}
function mind(form, ask, otherwise = () => {
}) {
  form.hidden = !1;
  let busy = !1;
  form.addEventListener("submit", (event) => {
    event.preventDefault(), !busy && (busy = !0, say(form, { ok: !1, code: "cancelled" }), ask().then((made) => {
      if (made.ok) return send(form, made);
      if (busy = !1, made.problem?.code === "insufficient_user_authentication" && form.dataset.confirm)
        return location.assign(form.dataset.confirm);
      say(form, made), otherwise();
    }));
  });
}
function signIn(form) {
  let keep = document.querySelector("input[type=checkbox][name=remember]"), remember = form.elements.namedItem("remember"), follow = () => remember instanceof HTMLInputElement && (remember.disabled = !keep?.checked);
  keep?.addEventListener("change", follow), follow();
  let inField = async () => {
    if (!await can.autofill()) return;
    let chosen = await chooseInField(server);
    chosen.ok && send(form, chosen);
  };
  mind(
    form,
    () => choose(server),
    () => {
      inField();
    }
  ), inField();
}
var all = (selector, act) => document.querySelectorAll(selector).forEach(act);
all("form[data-passkey-second]", (form) => {
  let { publicKey } = JSON.parse(form.dataset.passkeySecond ?? "{}");
  mind(form, () => get(publicKey));
});
await can.passkeys() && (all("form[data-passkey-sign-in]", signIn), all("form[data-passkey-add]", (form) => {
  let kind = form.dataset.passkeyAdd === "security-key" ? "security-key" : "passkey";
  mind(form, () => make(server, { kind, setUp: "setUp" in form.dataset }));
}));
await can.onThisDevice() && document.querySelectorAll("input[data-passkey-able]").forEach((field) => {
  field.value = "1";
});
var told = document.querySelector("[data-passkey-signal]")?.dataset.passkeySignal;
if (told) {
  let { unknown, person } = JSON.parse(told);
  unknown && await signals.unknownCredential(unknown), person && await Promise.all([signals.allAcceptedCredentials(person), signals.currentUserDetails(person)]);
}
