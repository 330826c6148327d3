import { html, outside } from '../../../../html.ts'
import type { AgentsWords } from './en.ts'

const work = (action: string, workspace: string) =>
  html`<code>${outside(action)}</code> en <code>${outside(workspace)}</code>`

export const agents: AgentsWords = {
  lead: 'Programas que trabajan por sí solos, hasta donde tú les permites. Ves lo que ha hecho cada uno y lo detienes con un clic.',
  questions: 'Esperan tu respuesta',
  yours: 'Tus agentes',
  none: 'Ninguno. Solo necesitas uno para un programa que trabaje sin ti.',
  noneOfTenant: 'Ninguno.',
  add: 'Agente nuevo',
  older: 'Mostrar agentes anteriores',
  ofTenant: (brand) => `Agentes de ${brand}`,
  didInYourName: (brand) => `Lo que agentes de ${brand} han hecho en tu nombre`,
  takeBack: (applications) =>
    html`Actúan por ti en una aplicación a la que diste acceso. Retíralo en <a href="${applications}">Aplicaciones</a> y allí ya nada actuará en tu nombre.`,
  elsewhere: (applications, keys) =>
    html`Lo que has permitido a las aplicaciones está en <a href="${applications}">Aplicaciones</a>, y las claves de los programas, en <a href="${keys}">Claves de API</a>.`,
  look: 'Ver',
  lookAt: (name) => `Ver ${name}`,
  stop: 'Detener',
  stopIt: (name) => `Detener ${name}`,
  stopped: 'Detenido',
  inPeoplesNames: 'Puede actuar en nombre de otras personas',
  inYourName: 'Puede actuar en tu nombre',
  neverWorked: 'Nunca ha trabajado',
  workedLast: (when) => html`Último trabajo: ${when}`,

  question: {
    wants: (name, action, workspace) => html`<b>${outside(name)}</b> quiere: ${work(action, workspace)}`,
    wantsInYourName: (name, action, workspace) =>
      html`<b>${outside(name)}</b> quiere actuar en tu nombre: ${work(action, workspace)}`,
    ofTenantWants: (name, brand, action, workspace) =>
      html`<b>${outside(name)}</b> de ${brand} quiere: ${work(action, workspace)}`,
    ofTenantWantsInAName: (name, brand, action, workspace) =>
      html`<b>${outside(name)}</b> de ${brand} quiere actuar en nombre de alguien: ${work(action, workspace)}`,
    asked: (when) => html`Lo preguntó: ${when}`,
    says: (text) => html`Dice: «${outside(text)}»`,
    ifAllowed: 'Si lo permites, durante unos minutos podrá:',
    barred: {
      keys: 'Tú le diste su clave, así que tiene que permitirlo otra persona.',
      scopes: 'Tú no puedes hacer eso, así que tiene que permitirlo otra persona.',
    },
    allow: 'Permitir por esta vez',
    deny: 'No permitir',
  },

  deeds: {
    called: (method, url) => html`Llamó: ${method} <code>${outside(url)}</code>`,
    asked: (action, workspace) => html`Preguntó si puede: ${work(action, workspace)}`,
    gotAccess: (action, workspace) => html`Obtuvo acceso: ${work(action, workspace)}`,
    gotAccessInYourName: (action, workspace) => html`Obtuvo acceso en tu nombre: ${work(action, workspace)}`,
    gotAccessInAName: (action, workspace) =>
      html`Obtuvo acceso en nombre de alguien: ${work(action, workspace)}`,
    refused: (why) => html`Fue rechazado porque ${why}`,
    refusedWork: (action, workspace, why) => html`Fue rechazado: ${work(action, workspace)}, porque ${why}`,
    reasons: {
      stopped: 'estaba detenido',
      owner: 'su propietario no podía iniciar sesión',
      workspace: 'no puede trabajar ahí',
      action: 'no puede hacer eso',
      runtime: 'no puede ejecutarse ahí',
      on_behalf_of: 'no puede actuar en ese nombre',
      scope: 'no tiene ese permiso',
      denied: 'no se le permitió',
      replayed: 'envió lo mismo dos veces',
    },
    otherReason: 'lo que envió no era correcto',
  },

  one: {
    lead: (purpose, when) => `${purpose} Un agente. Registrado: ${when}.`,
    leadOfTenant: (purpose, brand, when) => `${purpose} Un agente de ${brand}. Registrado: ${when}.`,
    atWork: 'Trabajando',
    may: 'Lo que puede hacer',
    program: 'Para el programa',
    did: 'Lo que ha hecho',
    didNothing: 'Nada todavía.',
    older: 'Mostrar anteriores',
    remove: 'Quitar',
    removeText:
      'El agente se olvida, y todo a lo que tenía acceso queda cerrado para él. Esto no se puede deshacer.',
    removeIt: 'Quitar este agente',
    back: 'Volver a los agentes',
    stopText:
      'Si lo detienes, todo a lo que tiene acceso queda cerrado para él en unos segundos. Puedes volver a ponerlo en marcha.',
    startText: 'No obtiene nada hasta que vuelvas a ponerlo en marcha.',
    stopIt: 'Detener este agente',
    startIt: 'Volver a ponerlo en marcha',
    callsItself: 'Se identifica como',
    asksAt: 'Pide acceso en',
    callsYou: 'A ti te identifica como',
    itMay: 'Puede:',
    actInPeoplesNames: 'Actuar en nombre de otras personas, donde una aplicación se lo permita',
    actInYourName: 'Actuar en tu nombre',
    forThisWork: 'Para este trabajo',
    anyWork: 'Cualquiera',
    onlyHere: 'Solo aquí',
    everywhere: 'En todas partes',
    runningOn: 'Se ejecuta en',
    anyRuntime: 'Cualquier sitio',
    asksAbout: 'Tiene que preguntar sobre',
    nothing: 'Nada',
    everything: 'Todo',
  },

  new: {
    title: 'Agente nuevo',
    lead: 'Permite solo lo que su trabajo necesita. Verás lo que ha hecho y podrás detenerlo en cualquier momento.',
    section: 'El agente',
    nothingToAllow: 'Aquí todavía no hay nada que puedas permitir a un agente.',
    labels: {
      name: 'Nombre',
      purpose: '¿Para qué es?',
      scopes: '¿Qué puede hacer?',
      actions: '¿Para qué trabajo?',
      sensitive_actions: '¿Sobre qué tiene que preguntar cada vez?',
      workspaces: '¿Dónde?',
      public_keys: 'Su clave pública',
    },
    nameHint: 'Por ejemplo, «Bibliotecario», para que lo reconozcas.',
    purposeHint: 'En pocas palabras, por ejemplo, «Mantiene mis notas en orden».',
    owner: '¿De quién es?',
    mine: 'Mío',
    ofTenant: (brand) => `Pertenece a ${brand}`,
    ownerHint:
      'Lo que es de todos se queda cuando te vas. Tú le das su clave, así que otra persona responde a lo que pregunta.',
    actionsHint:
      'Nombres separados por espacios, tal como los dice el programa: notes:sort, o notes:* para todo lo relacionado con las notas.',
    sensitiveHint:
      'Nombres como los de arriba, por ejemplo, notes:delete. No obtiene nada para ese trabajo hasta que alguien haya dicho que sí.',
    workspacesHint:
      'Los espacios de trabajo o proyectos en los que puede trabajar, separados por espacios, o * para todos.',
    inAName: 'También puede actuar en nombre de alguien',
    inMyName: 'También puede actuar en mi nombre',
    keyHint: (make, show) =>
      html`El programa crea un par de claves y guarda la privada. Pega aquí la pública, como JWK o PEM: <code>${make}</code> y después <code>${show}</code>.`,
    submit: 'Añadir el agente',
  },
}
