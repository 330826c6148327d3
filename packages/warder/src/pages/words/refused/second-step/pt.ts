import type { SecondStepRefused } from './en.ts'

const tries = (left: number) => `Você ainda tem ${left} ${left === 1 ? 'tentativa' : 'tentativas'}.`

export const secondStepRefused: SecondStepRefused = {
  second_wrong: (left) => `Este código não está certo. ${tries(left)}`,
  second_wrong_mail: (left) => `Este código não está certo. Veja o e-mail mais recente. ${tries(left)}`,
  second_wrong_last: 'Este código não está certo, e era a última tentativa. Entre de novo.',
  passkey_wrong: (left) => `Esta chave de acesso não foi aceita. ${tries(left)}`,
  passkey_wrong_last: 'Esta chave de acesso não foi aceita, e era a última tentativa. Entre de novo.',
  second_not_asked: 'Este acesso não pede isso.',
  second_used: 'Este código já foi usado. Digite o próximo.',
  nothing_to_confirm: 'Esta conta não tem nada com que confirmar que é você.',
  cannot_confirm: 'Esta conta não permite confirmar dessa forma.',

  app_many: (most) =>
    `Uma conta tem no máximo ${most} aplicativos autenticadores. Remova um que você não usa mais.`,
  app_over:
    'Adicionar este aplicativo autenticador demorou demais ou teve códigos errados demais. Comece de novo.',
  app_wrong: (left) =>
    `Este código não está certo. Digite o mais recente que seu aplicativo mostra. ${tries(left)}`,
  app_name_long: 'Tem mais de 60 caracteres.',
  set_up_wrong_last: 'Este código não está certo, e era a última tentativa. Comece de novo.',

  number_wrong: (left) => `Este código não está certo. Digite o mais recente. ${tries(left)}`,
  number_over: 'Confirmar este número demorou demais ou teve códigos errados demais. Comece de novo.',
  number_taken: 'Este número está em outra conta. Remova-o de lá primeiro.',
  number_other: 'Esta conta tem outro número. Use esse ou configure outra coisa.',
  number_not_this: 'Este não é o número desta conta.',
  number_proved:
    'Você está entrando com um código enviado para o seu número. Configure outra coisa como segunda etapa.',
  texts_off: 'SMS não está configurado aqui.',

  document_changed: (document, version) =>
    `A versão de ${document} que vale agora é a ${version}. Leia essa antes de concordar.`,
  document_version: (version) => `A versão que vale agora é a ${version}. Leia essa e concorde.`,
}
