// Made by npm run pages, of packages/browser/hosted/page.ts.
var l=(e,t)=>({ok:!1,code:e,...t&&{problem:t}});function x(e){return"parseCreationOptionsFromJSON"in PublicKeyCredential?PublicKeyCredential.parseCreationOptionsFromJSON(
e):{...e,challenge:y(e.challenge),user:{...e.user,id:y(e.user.id)},excludeCredentials:T(e.excludeCredentials),
extensions:O(e.extensions)}}function b(e){return"parseRequestOptionsFromJSON"in PublicKeyCredential?PublicKeyCredential.
parseRequestOptionsFromJSON(e):{...e,challenge:y(e.challenge),allowCredentials:T(e.allowCredentials),extensions:O(
e.extensions)}}var $=["clientDataJSON","attestationObject","authenticatorData","signature","userHandle"];function _(e){
if("toJSON"in e)return e.toJSON();let{id:t,type:n,authenticatorAttachment:r,response:s}=e,i=s,o={};for(let a of $)
i[a]&&(o[a]=j(i[a]));return i.getTransports&&(o.transports=i.getTransports()),{id:t,rawId:t,type:n,authenticatorAttachment:r,
response:o,clientExtensionResults:e.getClientExtensionResults()}}var O=e=>e,T=e=>e?.map(t=>({...t,id:y(t.id)}));
function y(e){return Uint8Array.from(atob(e.replaceAll("-","+").replaceAll("_","/")),t=>t.charCodeAt(0))}function j(e){
let t=Array.from(new Uint8Array(e),n=>String.fromCharCode(n)).join("");return btoa(t).replaceAll("+","-").replaceAll(
"/","_").replaceAll("=","")}function K(e,t){return k(n=>navigator.credentials.create({publicKey:x(e),signal:n}),g(t))}function d(e,t){return k(
n=>navigator.credentials.get({publicKey:b(e),signal:n}),g(t))}function E(e,t){return k(n=>navigator.credentials.
get({publicKey:b(e),mediation:"conditional",signal:n}),t)}function g(e){let t=new AbortController;return e?.addEventListener(
"abort",()=>t.abort(),{once:!0}),e?.aborted&&t.abort(),t}var v;function k(e,t){let n=v;n?.stop.abort();let r=(async()=>(await n?.
over,t.signal.aborted?l("cancelled"):W(()=>e(t.signal))))();return v={stop:t,over:r},r}async function W(e){try{
let t=await e();return t?{ok:!0,credential:_(t)}:l("cancelled")}catch(t){return l(B(t))}}function B(e){let t=e instanceof
Error?e.name:"";return t==="InvalidStateError"?"already_added":t==="NotAllowedError"||t==="AbortError"?"cancel\
led":"not_supported"}var M=()=>typeof PublicKeyCredential=="function"&&"credentials"in navigator;async function q(e){try{return M()&&
await e()}catch{return!1}}var h={passkeys:async()=>M(),autofill:()=>q(()=>PublicKeyCredential.isConditionalMediationAvailable()),
onThisDevice:()=>q(()=>PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())};var P=({setUp:e})=>e?"?set_up=1":"";async function I(e,t){let{name:n,kind:r="passkey",signal:s}=t,i=await e.change(
"POST",`/auth/passkey/register-options${P(t)}`,{...n!==void 0&&{name:n},kind:r});if(!i.ok)return i;let o=await K(
i.publicKey,s);return o.ok?{...o,challenge_id:i.challenge_id}:o}var G=240*1e3,R=e=>e.call("POST","/auth/passkey/auth-options",{});async function N(e,t){let n=await R(e);if(!n.
ok)return n;let r=await d(n.publicKey,t);return r.ok?{...r,challenge_id:n.challenge_id}:r}async function U(e,t){
for(;;){let n=await R(e);if(!n.ok)return n;let r=g(t),s=!1,i=setTimeout(()=>{s=!0,r.abort()},G),o=await E(n.publicKey,
r);if(clearTimeout(i),o.ok)return{...o,challenge_id:n.challenge_id};if(!s||t?.aborted)return o;await z()}}function z(){
return document.hidden?new Promise(e=>document.addEventListener("visibilitychange",()=>e(),{once:!0})):Promise.
resolve()}async function w(e,t){let n=globalThis.PublicKeyCredential,r=n?.[e];try{return await r?.call(n,t),r!==void 0}catch{
return!1}}var p={unknownCredential:({rp_id:e,credential_id:t})=>w("signalUnknownCredential",{rpId:e,credentialId:t}),
allAcceptedCredentials:({rp_id:e,user_id:t,accepted_credential_ids:n})=>w("signalAllAcceptedCredentials",{rpId:e,
userId:t,allAcceptedCredentialIds:n}),currentUserDetails:e=>w("signalCurrentUserDetails",{rpId:e.rp_id,userId:e.
user_id,name:e.name,displayName:e.display_name})};function L(e){return{signInWithPasskey:async({mode:t="button",remember:n=!1,signal:r}={})=>{let s=await(t==="a\
utofill"?U:N)(e,r);if(!s.ok)return s;let{challenge_id:i,credential:o}=s,a=await e.call("POST","/auth/passkey/a\
uthenticate?session=1",{challenge_id:i,credential:o,remember:typeof n=="function"?n():n});return a.ok?a:X(a)},
agree:({temp_token:t,consents:n})=>e.call("POST","/auth/login/consents",{temp_token:t,consents:n.map(({id:r,version:s})=>({
id:r,version:s}))}),addPasskey:async(t={})=>{let n=await I(e,t);if(!n.ok)return n;let{challenge_id:r,credential:s}=n;
return e.change("POST",`/auth/passkey/register${P(t)}`,{challenge_id:r,credential:s,...t.name!==void 0&&{name:t.
name}})},answerSecondStep:async t=>{let{temp_token:n,code:r,trust_device:s}=t,i={temp_token:n,...s!==void 0&&{
trust_device:s}};if(r!==void 0)return e.call("POST","/auth/login/mfa",{...i,code:r});let o=await Q(e,t);return o.
ok?e.call("POST","/auth/login/mfa",{...i,credential:o.credential}):o},confirmWithPasskey:async({signal:t}={})=>{
let n=await e.change("POST","/auth/reauthenticate/begin",{method:"passkey"});if(!n.ok)return n;let r=await d(n.
publicKey,t);if(!r.ok)return r;let{challenge_id:s}=n;return e.change("POST","/auth/reauthenticate",{challenge_id:s,
credential:r.credential})},passkeys:()=>e.call("GET","/auth/passkeys"),renamePasskey:(t,n)=>e.change("PATCH",F(
t),{name:n}),removePasskey:async t=>{let n=await e.change("DELETE",F(t));return n.ok&&n.user_id&&await p.allAcceptedCredentials(
n),n}}}async function Q(e,{temp_token:t,publicKey:n,signal:r}){if(n)return d(n,r);let s=await e.call("POST","/\
auth/login/mfa/send",{temp_token:t,method:"passkey"});return s.ok?d(s.publicKey,r):s}var F=e=>`/auth/passkeys/${encodeURIComponent(
e)}`;async function X(e){let{signal:t}=e.problem??{};if(!t)return e;let{rp_id:n,unknown_credential_id:r}=t;return await p.
unknownCredential({rp_id:n,credential_id:r}),l("no_passkey",e.problem)}function J({issuer:e="",fetch:t}){let n=e.replace(/\/$/,"");async function r(s,i,o,a={}){try{let u=await(t??fetch)(
n+i,{method:s,credentials:n===""?"same-origin":"include",headers:{accept:"application/json",...o&&{"content-ty\
pe":"application/json"},...a},...o&&{body:JSON.stringify(o)}}),f=u.status===204?{}:await u.json();return u.ok?
{...f,ok:!0}:"code"in f?l("refused",f):l("unreachable")}catch{return l("unreachable")}}return{call:r,change:async(s,i,o)=>{
let a=await r("GET","/auth/csrf");return a.ok?r(s,i,o,{"x-csrf-token":a.csrf_token}):a}}}function H(e,t){let n=document.querySelector("template[data-passkey-codes]");if(!n)return;let r=document.importNode(
n.content,!0);r.querySelector("ol")?.append(...t.map(a=>{let u=document.createElement("li");return u.append(document.
createElement("code")),u.firstElementChild?.append(a),u}));let s=r.querySelector("a[download]");s&&(s.href=`${s.
href.replace(/(%0D%0A)*$/,"")}${encodeURIComponent(`\r
\r
${t.join(`\r
`)}\r
`)}`);let i=r.querySelector("a[data-next]");i&&e.dataset.next&&(i.href=e.dataset.next);let o=r.querySelector("\
h2");(e.closest("[data-passkey-place]")??e).replaceWith(r),o?.focus()}var S=/^\/t\/[^/]+(?=\/)/.exec(location.pathname)?.[0]??"",c={can:h,signals:p,...L(J({issuer:S}))};function D(e,t){
let n=e.querySelector("[role=status]");if(!n)return;let{code:r="",problem:s}=t??{};n.textContent=n.dataset[r]??
(r==="refused"?s?.detail??"":"")}function Y(e,{problem:t}){if(t?.code==="insufficient_user_authentication"){let{
confirm:n}=e.dataset,r=t.acr_values==="urn:warder:aal2"?"&level=2":"";return n&&n+r}if(t?.code==="password_cha\
nge_required")return`${S}/reset-password?token=${encodeURIComponent(String(t.reset_token))}`}function V(e,t){let n=Y(
e,t);n===void 0?D(e,t):location.assign(n)}function C(e,t,n,r=()=>{}){e.hidden=!1;let s=!1,i=async()=>{if(s)return;
s=!0,D(e);let o=await t();if(o.ok)return n(o);s=!1,V(e,o),r()};return e.querySelector("button")?.addEventListener(
"click",o=>{o.preventDefault(),i()}),()=>{i()}}var A=e=>location.assign(e.dataset.next??`${S}/account`);function Z(e){
let t=document.querySelector("input[type=checkbox][name=remember]"),n=()=>t?.checked??!1,r=async()=>{for(;;){let i=await c.
signInWithPasskey({mode:"autofill",remember:n});if(i.ok)return A(e);if(!(i.code==="no_passkey"||i.problem?.status===
401||i.problem?.status===403))return;V(e,i)}},s=()=>{c.can.autofill().then(i=>i?r():void 0)};C(e,()=>c.signInWithPasskey(
{remember:n}),()=>A(e),s),s()}function ee(e){let t=e.dataset.passkeyAdd==="security-key"?"security-key":"passk\
ey",n="setUp"in e.dataset,r=C(e,()=>c.addPasskey({kind:t,setUp:n}),({backup_codes:s=[]})=>s.length>0?H(e,s):A(
e));new URLSearchParams(location.search).get("add")===t&&(history.replaceState(null,"",location.pathname),r())}
function te(e){let{publicKey:t}=JSON.parse(e.dataset.passkeySecond??"{}");C(e,()=>d(t),({credential:n})=>{let r=e.
elements.namedItem("credential");r instanceof HTMLInputElement&&(r.value=JSON.stringify(n)),e.submit()})}var m=(e,t)=>document.
querySelectorAll(e).forEach(t);m("form[data-passkey-second]",te);await c.can.passkeys()&&(m("[data-passkey-sig\
n-in]",Z),m("[data-passkey-add]",ee));var ne=await c.can.onThisDevice()?"1":"0";m("input[data-passkey-able]",e=>{
e.value=ne});m("[data-passkey-signal]",e=>{let{unknown:t,person:n}=JSON.parse(e.dataset.passkeySignal??"{}");t&&
c.signals.unknownCredential(t),n&&c.signals.allAcceptedCredentials(n),n&&c.signals.currentUserDetails(n)});
