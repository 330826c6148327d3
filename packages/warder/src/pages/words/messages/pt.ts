import { html, outside } from '../../html.ts'
import type { MessageWords } from './en.ts'

export const messages: MessageWords = {
  error: {
    mention: 'Se pedir ajuda, informe',
    refusedAddress: 'O endereço recusado:',
    register:
      'Volte ao aplicativo e avise quem cuida dele. Se for você, registre exatamente este endereço para ele, caractere por caractere.',
    here: {
      title: 'Não deu certo',
      text: 'Se um aplicativo trouxe você até aqui, volte a ele e comece de novo. Se acontecer outra vez, avise quem cuida dele.',
    },
    impossible: {
      title: 'Não deu certo',
      text: 'O aplicativo que trouxe você até aqui pediu algo que não é possível. Volte só se você o conhecer.',
      back: (host) => `Voltar para ${host}`,
    },
  },

  formPost: {
    title: 'De volta ao aplicativo',
    heading: (application) => html`De volta a ${outside(application)}`,
    onYourWay: 'Você está a caminho. Se nada acontecer, clique no botão.',
    impossible: 'Ele pediu algo que não é possível. Volte só se você o conhecer.',
  },

  inbox: {
    title: 'Caixa de entrada de desenvolvimento',
    lead: 'As mensagens terminam aqui e nunca saem desta máquina.',
    warning: 'Só para desenvolvimento. Esta página não existe em produção.',
    again: 'Atualizar',
    none: 'Nada por enquanto. Cadastre-se ou peça um link e veja de novo.',
    text: 'SMS',
    to: (address) => html`para ${outside(address)}`,
  },

  problems: {
    application_refused: {
      title: 'O aplicativo pediu algo que não é possível',
      text: 'Volte a ele e avise quem cuida dele.',
    },
    password_required: { title: 'Sua senha é necessária', text: 'Volte e digite a senha.' },
    password_refused: { title: 'Esta senha não pode ser usada', text: 'Volte e tente de novo.' },
    token_invalid: {
      title: 'Isto não funciona mais',
      text: 'Já foi usado ou expirou. Comece de novo.',
    },
    sign_in_over: {
      title: 'Este acesso terminou',
      text: 'Comece de novo pela página aonde você queria ir.',
    },
    insufficient_user_authentication: {
      title: 'Confirme que é você',
      text: 'Entre de novo e tente outra vez.',
    },
    password_change_required: {
      title: 'Primeiro crie uma nova senha',
      text: 'Entre de novo para fazer isso.',
    },
    challenge_required: {
      title: 'Espere um momento',
      text: 'Volte, recarregue a página e tente mais uma vez.',
    },
    too_many_sessions: {
      title: 'Você tem sessões abertas em lugares demais',
      text: 'Saia de um deles e entre de novo aqui.',
    },
    reconnect_required: {
      title: 'É preciso conectar o outro serviço de novo',
      text: 'Faça isso na sua conta, em “Conexões”.',
    },
    invalid_input: {
      title: 'Não deu certo',
      text: 'Volte, confira o que você digitou e tente de novo.',
    },
    malformed_request: { title: 'Não deu certo', text: 'Volte e tente de novo.' },
    csrf_failed: {
      title: 'Esta página estava desatualizada',
      text: 'Volte, recarregue a página e tente mais uma vez.',
    },
    forbidden: {
      title: 'Você não pode fazer isto',
      text: 'Se acha que deveria poder, fale com quem cuida deste serviço.',
    },
    not_found: {
      title: 'Não há nada aqui',
      text: 'O endereço pode estar errado, ou o que havia aqui não existe mais.',
    },
    method_not_allowed: {
      title: 'Esta página não abre diretamente',
      text: 'Comece de novo pela sua conta.',
    },
    conflict: {
      title: 'Não deu certo',
      text: 'Algo mudou nesse meio-tempo. Recarregue a página e confira.',
    },
    payload_too_large: { title: 'Foi muita coisa de uma vez', text: 'Volte e envie menos.' },
    too_many_requests: {
      title: 'Espere um momento',
      text: 'Houve tentativas demais. Tente de novo daqui a alguns minutos.',
    },
    provider_failed: {
      title: 'O outro serviço não respondeu como deveria',
      text: 'Tente de novo daqui a pouco.',
    },
  },
  ours: { title: 'Algo deu errado do nosso lado', text: 'Tente de novo daqui a pouco.' },
  other: { title: 'Não deu certo', text: 'Volte e tente de novo.' },
}
