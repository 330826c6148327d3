import type { OwnRefused } from './en.ts'

/** Brazilian usage, as in the mails. */
export const ownRefused: OwnRefused = {
  address_not_yours: 'Esse endereço não faz parte da sua conta.',
  address_here: 'Este endereço já faz parte da sua conta.',
  address_main: 'Este é seu endereço principal. Torne outro o principal primeiro.',
  address_unconfirmed: 'Confirme este endereço primeiro: abra o link que enviamos para ele.',
  address_held: (until) =>
    `Até pouco tempo atrás, este era seu endereço principal. Para que a alteração possa ser desfeita, ele fica até ${until}.`,
  addresses_full: (most) => `Uma conta tem no máximo ${most} endereços. Remova um primeiro.`,
  addresses_many: (most) => `Uma conta tem no máximo ${most} endereços. Remova um que você não usa mais.`,

  password_not_current: 'Esta não é sua senha atual.',
  password_wrong_often: 'Senhas erradas demais: sua sessão foi encerrada. Entre de novo.',
  password_changed: 'Sua senha foi alterada nesse meio-tempo.',
  password_here: 'Você já tem uma senha. Altere-a em vez disso.',
  password_none: 'Você não tem senha.',
  password_needed:
    'Primeiro entre sem sua senha, por exemplo com uma chave de acesso. Depois você pode removê-la.',
  password_one_way: 'Sem sua senha, você teria só uma forma de entrar. Adicione outra primeiro.',
  password_again: 'Sua senha foi alterada nesse meio-tempo. Tente de novo.',

  passkey_not_yours: 'Você não tem essa chave de acesso.',
  passkey_only_way:
    'Esta chave de acesso é sua única forma de entrar. Crie uma senha ou adicione outra chave de acesso primeiro.',
  app_not_yours: 'Você não tem esse aplicativo autenticador.',
  codes_alone:
    'Códigos de recuperação substituem uma segunda etapa. Configure uma primeiro, por exemplo um aplicativo autenticador.',
  number_none: 'Você não tem número de telefone aqui.',
  number_only_way:
    'Este número é sua única forma de entrar. Crie uma senha ou adicione uma chave de acesso primeiro.',
  identity_none: 'Essa outra conta não está conectada aqui.',
  identity_only_way:
    'Esta é sua única forma de entrar. Crie uma senha ou adicione uma chave de acesso primeiro.',
  identity_over: 'Isto já terminou ou é sobre outra conta. Comece de novo na sua conta, em “Segurança”.',
  identity_here: (provider) => `Esta conta em ${provider} já está conectada aqui.`,

  document_none: 'Esse documento não existe.',
  document_not_one: 'Não é um dos documentos.',
  document_needed: 'Esta conta não pode ser usada sem isso. Em vez disso, desative ou exclua a conta.',

  session_none: 'Essa sessão não existe.',
  session_ended: 'Esta sessão terminou. Entre de novo.',
  account_gone: 'Esta conta já não existe.',
  account_disabled: 'Esta conta está bloqueada.',
  administrator_last:
    'Ninguém além de você administra este servidor. Dê essa função a outra pessoa primeiro, por exemplo com: warder admin create',
}
