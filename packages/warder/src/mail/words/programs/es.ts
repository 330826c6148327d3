import { when } from '../../when.ts'
import type { MailParameters, MailWords, ProgramKind, Words } from '../mail-words.ts'

type Told<K extends ProgramKind> = MailParameters[K] & { brand: string }

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: (told) => (told.own ? ownKeyMade(told) : programKeyMade(told)),
  agentMade: (told) => (told.own ? ownAgentMade(told) : tenantsAgentMade(told)),
  serviceConnected: ({ brand, at, service }) => ({
    subject: `${service} se conectó a tu cuenta de ${brand}`,
    lines: [
      `El ${when(at, 'es')} se conectó ${service} a tu cuenta. Los programas que elijas podrán usarlo en tu nombre.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, detendremos todos los programas y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing:
      'Si fuiste tú, no tienes que hacer nada. Verás cada uso en tu cuenta, en «Connections», y allí puedes terminarlo.',
  }),
  agentAsks: ({ brand, at, own }) => ({
    subject: own
      ? `Un agente de tu cuenta de ${brand} te pregunta algo`
      : `Un agente en ${brand} pregunta si puede hacer algo`,
    lines: [
      own
        ? `El ${when(at, 'es')} uno de tus agentes preguntó si puede hacer algo sobre lo que quieres que te pregunten. Espera unos minutos.`
        : `El ${when(at, 'es')} un agente de ${brand} preguntó si puede hacer algo que alguien tiene que permitir. Espera unos minutos, y cuenta la primera respuesta.`,
      'Míralo y permítelo o recházalo. Sin tu respuesta no pasa nada.',
    ],
    action: 'Ver qué pregunta',
    closing: 'Si no conoces al agente, puedes detenerlo en la misma página.',
  }),
  approvalAsked: ({ brand, at, name }) => ({
    subject: `Una aplicación pide acceso a tu cuenta de ${brand}`,
    lines: [
      `El ${when(at, 'es')} la aplicación ${name} preguntó si puede usar tu cuenta. Espera unos minutos.`,
      'Míralo y permítelo o recházalo. Sin tu respuesta no pasa nada.',
    ],
    action: 'Ver qué pide',
    closing:
      'Si no lo empezaste tú, no lo permitas. En la misma página puedes hacer que no vuelva a preguntarte.',
  }),
  actedFor: ({ brand, at, name, minutes }) => ({
    subject: `Alguien que administra ${brand} actúa por ti`,
    lines: [
      `El ${when(at, 'es')} alguien que administra ${brand} obtuvo acceso a ${name} en tu nombre, durante ${minutes} minutos como máximo. Todo lo que se haga con él indica quién lo hizo. Tu cuenta no se puede abrir ni cambiar con ese acceso.`,
    ],
    closing:
      'Si pediste ayuda, no tienes que hacer nada. Si no, pregunta a quienes lo gestionan. Lo encuentras en tu cuenta, en «Actividad».',
  }),
  webhookStopped: ({ brand, at, host }) => ({
    subject: `Se detuvo un webhook de ${brand}`,
    lines: [
      `El webhook hacia ${host}, que configuraste tú, se detuvo el ${when(at, 'es')}. ${host} no aceptó lo que se le comunicaba, así que ya no se le comunica nada.`,
    ],
    closing:
      'Si aún hace falta, corrige el problema y vuelve a activarlo. Lo que tenga menos de un día se enviará entonces.',
  }),
  serviceCredentialEnded: ({ brand, at, account, credential }) => ({
    subject: `Caducó una credencial de una cuenta de servicio en ${brand}`,
    lines: [
      `La credencial ${credential} de la cuenta de servicio ${account}, que creaste tú, caducó el ${when(at, 'es')}. Nadie la renovó a tiempo, así que los programas que la usan ya no tienen acceso.`,
    ],
    closing: 'Si el programa aún hace falta, renueva la credencial. Si no, no tienes que hacer nada.',
  }),
}

function ownKeyMade({ brand, at, prefix, rotated }: Told<'apiKeyMade'>): Words {
  return {
    subject: rotated
      ? `Se renovó una clave de API de tu cuenta de ${brand}`
      : `Se creó una clave de API para tu cuenta de ${brand}`,
    lines: [
      rotated
        ? `El ${when(at, 'es')} se renovó una de tus claves de API. La nueva empieza por ${prefix}.`
        : `El ${when(at, 'es')} se creó una clave de API para tu cuenta. Empieza por ${prefix}. Un programa que la tenga puede actuar en tu nombre, hasta donde la clave lo permita.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, anularemos todas tus claves de API y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing: 'Si fuiste tú, no tienes que hacer nada. Encontrarás tus claves en tu cuenta, en «API keys».',
  }
}

function programKeyMade({ brand, at, prefix, rotated }: Told<'apiKeyMade'>): Words {
  return {
    subject: rotated
      ? `Se renovó la clave de API de un programa desde tu cuenta de ${brand}`
      : `Se creó una clave de API para un programa desde tu cuenta de ${brand}`,
    lines: [
      rotated
        ? `El ${when(at, 'es')} se renovó desde tu cuenta la clave de API de un programa. La nueva empieza por ${prefix}.`
        : `El ${when(at, 'es')} se creó desde tu cuenta una clave de API para un programa. Empieza por ${prefix}.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, anularemos lo que se creó para programas desde tu cuenta en los últimos días y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing: 'Si fuiste tú, no tienes que hacer nada.',
  }
}

function ownAgentMade({ brand, at }: Told<'agentMade'>): Words {
  return {
    subject: `Se registró un agente para tu cuenta de ${brand}`,
    lines: [
      `El ${when(at, 'es')} se registró un agente para tu cuenta. Un agente es un programa que trabaja por sí solo, hasta donde se le permitió.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, detendremos todos tus agentes y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing:
      'Si fuiste tú, no tienes que hacer nada. Verás lo que hace en tu cuenta, en «Agents», y allí puedes detenerlo.',
  }
}

function tenantsAgentMade({ brand, at }: Told<'agentMade'>): Words {
  return {
    subject: `Se registró un agente en ${brand} desde tu cuenta`,
    lines: [
      `El ${when(at, 'es')} se registró desde tu cuenta un agente que pertenece a ${brand} y no solo a ti. Un agente es un programa que trabaja por sí solo, hasta donde se le permitió.`,
      'Si no fuiste tú, pulsa el botón. Cerraremos todas las sesiones, anularemos lo que se creó para programas desde tu cuenta en los últimos días y te ayudaremos a elegir una contraseña nueva.',
    ],
    action: 'No fui yo',
    closing:
      'Si fuiste tú, no tienes que hacer nada. Verás lo que hace en tu cuenta, en «Agents», y allí puedes detenerlo.',
  }
}
